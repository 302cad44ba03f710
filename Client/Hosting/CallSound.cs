using Mcu.Client.Audio;
using Mcu.Client.Audio.Devices;
using Mcu.Client.Audio.Processing;
using Mcu.Client.Voice;

namespace Mcu.Client.Hosting;

// The sound of one run: what we say, where it goes that we hear, and what can be switched meanwhile. Made before the join, so that
// a file that is missing is told first; begun after it, so that no file is emptied for nothing. Owns all of it.
internal sealed class CallSound : IDisposable
{
    private readonly ClientOptions _options;
    private readonly IFrameSource? _said;
    private readonly PendingWav? _heard;
    private readonly Task<IAudioDevices>? _opening;
    private Headset? _headset;
    private IFrameSource? _source;
    private IFrameSink? _sink;

    // Throws AudioFileException.
    public CallSound(ClientOptions options, Func<IAudioDevices> openDevices)
    {
        _options = options;
        _heard = options.Output is SoundOutput.Wav file ? PendingWav.Open(file.Path) : null;
        _said = options.Input switch
        {
            SoundInput.Wav wav => WavSource.Open(wav.Path, wav.Loop),
            SoundInput.Tone tone => new ToneSource(tone.Hz),
            SoundInput.Nothing => new SilentSource(),
            _ => null,
        };

        // Looking for sound cards can take a second, and so can joining.
        _opening = options.Input is SoundInput.Card || options.Output is SoundOutput.Card ? Task.Run(openDevices) : null;
        Devices = _opening is null ? null : new LateDevices(_opening);
        Transmit.Mode = options.TransmitMode;
        Switches.EchoCancellation = options.EchoCancellation;
        Switches.NoiseSuppression = options.NoiseSuppression;
        Switches.AutomaticGain = options.AutomaticGain;
    }

    // With cards that are closed. Arbitrary; it takes some ten milliseconds.
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    public TransmitSwitch Transmit { get; } = new();

    public VoiceSwitches Switches { get; } = new();

    // Null where no sound card is used.
    public IAudioDevices? Devices { get; }

    public Microphone? Microphone { get; private set; }

    public Loudspeaker? Loudspeaker { get; private set; }

    // What is said and where it is heard, for people; empty before it has begun.
    public string InputName => _source?.Name ?? "";

    public string OutputName => _sink?.Name ?? "";

    // What is done to the microphone's sound; null where there is none.
    public VoiceProcessing? Processing { get; private set; }

    // Until the sound cards are found, or patience has completed: a sound system that has not answered by then may come in later.
    public async Task OpenedAsync(Task patience)
    {
        if (_opening is not null)
        {
            await Task.WhenAny(_opening, patience).ConfigureAwait(false);
        }
    }

    // Frames: how many to play. Notify: whatever is to be told about devices, from any thread.
    public Headset Begin(IFramePacer pacer, long frames, Action<DeviceNotice> notify)
    {
        if (Devices is not null && _options.Input is SoundInput.Card input)
        {
            Microphone = new Microphone(Devices, input.Name, notify);
        }

        if (Devices is not null && _options.Output is SoundOutput.Card output)
        {
            Loudspeaker = new Loudspeaker(Devices, output.Name, notify);
        }

        EchoReference? reference = Microphone is not null && Loudspeaker is not null ? new EchoReference() : null;
        Processing = Microphone is null ? null : OpenProcessing(reference ?? new EchoReference(), notify);
        _sink = Loudspeaker as IFrameSink ?? (_heard is null ? new NullSink() : new WavSink(_heard.Begin()));
        _source = Microphone as IFrameSource ?? _said!;
        _headset = new Headset(_source, _sink, pacer, frames, new HeadsetOptions
        {
            Transmit = Transmit,
            Processing = Processing,
            Reference = reference,
        });
        return _headset;
    }

    // A microphone as it is beats none.
    private VoiceProcessing? OpenProcessing(EchoReference reference, Action<DeviceNotice> notify)
    {
        try
        {
            return new VoiceProcessing(Switches, reference);
        }
        catch (SpeexException e)
        {
            notify(new DeviceNotice(DeviceDirection.Input, null, $"{e.Message} Your microphone is sent as it is.", true));
            return null;
        }
    }

    public void Dispose()
    {
        if (_headset is not null && !_headset.Stop())
        {
            // A thread is stuck in a sound card's driver; all that it may still touch ends with the program.
            return;
        }

        _headset?.Dispose();
        Processing?.Dispose();
        Task closing = Task.Run(CloseCards);
        if (Loudspeaker is null)
        {
            _sink?.Dispose();
        }

        _said?.Dispose();
        _heard?.Dispose();

        // A driver that hangs while it opens or closes a card must not keep the program from ending.
        closing.Wait(Patience);
    }

    private void CloseCards()
    {
        Loudspeaker?.Dispose();
        Microphone?.Dispose();
        Devices?.Dispose();
    }
}
