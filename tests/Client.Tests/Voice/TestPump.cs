using Mcu.Client.Audio;
using Mcu.Client.Session;
using Mcu.Client.Voice;
using Mcu.Common.Audio;
using Mcu.Common.Transport;

namespace Mcu.Client.Tests.Voice;

// Both ways of one line, stepped by hand: said first, heard then, as one loop does it.
internal sealed class TestPump : IDisposable
{
    private readonly VoiceUplink _uplink;
    private readonly VoiceDownlink _downlink;
    private readonly VoiceLine _line;

    public TestPump(
        IFrameSource source, IFrameSink sink, VoiceInbox inbox, ITransportConnection connection, VoiceLineOptions options,
        HeadsetOptions? headset = null)
    {
        _uplink = new VoiceUplink(source, headset ?? new HeadsetOptions());
        _downlink = new VoiceDownlink(sink, headset?.Reference);
        _line = new VoiceLine(inbox, connection, Microphone, options);
        _uplink.Connect(_line);
        _downlink.Connect(_line);
    }

    public MuteSwitch Microphone { get; } = new();

    public IVoiceStep[] Steps => [_uplink, _downlink];

    public long Sent => _line.Sent;

    public long Unsent => _line.Unsent;

    public JitterBufferStatistics Heard => _line.Heard;

    public long Frames => _downlink.Frames;

    public long? StartedAt => _downlink.StartedAt;

    public VoiceUplink Uplink => _uplink;

    public long? InputStartedAt => _uplink.InputStartedAt;

    public void Step(long now, bool maySend)
    {
        _uplink.Step(now, maySend);
        _downlink.Step(now, maySend);
    }

    public void Dispose()
    {
        _uplink.Dispose();
        _downlink.Dispose();
    }
}
