using Mcu.Client.Audio;

namespace Mcu.Client.Voice;

// A microphone and a loudspeaker with the threads that serve them, connected to one line after another, or to none. Where neither
// sets the pace one thread serves both, so that what is said and what is heard stay in step. Owns the threads, not source and sink.
internal sealed class Headset : IDisposable
{
    private readonly VoiceUplink _uplink;
    private readonly VoiceDownlink _downlink;
    private readonly VoiceLoop[] _loops;

    // Frames: how many to play, then it is over; long.MaxValue for no end.
    public Headset(IFrameSource source, IFrameSink sink, IFramePacer pacer, long frames, HeadsetOptions? options = null)
    {
        options ??= new HeadsetOptions();
        _uplink = new VoiceUplink(source, options);
        _downlink = new VoiceDownlink(sink, options.Reference);
        _loops = source.SetsThePace || sink.SetsThePace
            ? [new VoiceLoop("capture", pacer, frames, _uplink), new VoiceLoop("playback", pacer, frames, _downlink)]
            : [new VoiceLoop("voice", pacer, frames, _uplink, _downlink)];
        Completed = FirstOfAsync(_loops);
    }

    // Completes when all frames are played or it was stopped; faults where the source or the sink fails.
    public Task Completed { get; }

    // Steps so far, each 20 ms of output.
    public long Frames => _downlink.Frames;

    // When the first frame was played: the instant of the output's first sample. Null before.
    public long? StartedAt => _downlink.StartedAt;

    // The instant of the input's first sample. Null before.
    public long? InputStartedAt => _uplink.InputStartedAt;

    // −dBov of the last frame in and out, for meters.
    public byte InputLevel => _uplink.Level;

    public byte OutputLevel => _downlink.Level;

    // Whether the last frame in was sent.
    public bool IsSending => _uplink.IsSending;

    // Whether somebody talks into the muted microphone.
    public bool IsMutedButTalking => _uplink.IsMutedButTalking;

    // The first frame is played at once.
    public void Start()
    {
        foreach (VoiceLoop loop in _loops)
        {
            loop.Start();
        }
    }

    // Speaks and listens on this line from the next frame on; the one before is let go of, and so is this one in the end. Null
    // is nobody's.
    public void Connect(VoiceLine? line)
    {
        _uplink.Connect(line);
        _downlink.Connect(line);
    }

    // Stops both ways and waits for the step they are in. False where one of them hangs in a device: what they use must stay then.
    public bool Stop()
    {
        foreach (VoiceLoop loop in _loops)
        {
            loop.Ask();
        }

        bool haveEnded = true;
        foreach (VoiceLoop loop in _loops)
        {
            haveEnded &= loop.Stop();
        }

        return haveEnded;
    }

    public void Dispose()
    {
        bool haveEnded = Stop();
        foreach (VoiceLoop loop in _loops)
        {
            loop.Dispose();
        }

        if (haveEnded)
        {
            _uplink.Dispose();
            _downlink.Dispose();
        }
    }

    // Whichever way ends first ends both: nobody wants half a conversation.
    private static async Task FirstOfAsync(VoiceLoop[] loops)
    {
        Task first = await Task.WhenAny(loops.Select(loop => loop.Completed)).ConfigureAwait(false);
        await first.ConfigureAwait(false);
    }
}
