using Mcu.Client.Audio.Devices;

namespace Mcu.Client.Tests.Audio.Devices;

// A machine whose sound cards a test plugs in and pulls out. Capture makes a running count of samples;
// playback is kept.
internal sealed class FakeDevices : IAudioDevices
{
    public List<AudioDevice> Present { get; } = [];

    public StreamFormat Format { get; set; } = new(48_000, 1);

    // Names of devices that are there but do not open.
    public HashSet<string> Busy { get; } = [];

    // What opening ends in, where it is a defect and no refusal.
    public Exception? Defect { get; set; }

    public List<FakeStream> Opened { get; } = [];

    public bool IsDisposed { get; private set; }

    public int Looks { get; private set; }

    public FakeStream Newest => Opened[^1];

    public static AudioDevice Device(string name, bool isDefault = false, int inputs = 2, int outputs = 2) =>
        new(name, "Fake", inputs, outputs, 44_100, isDefault && inputs > 0, isDefault && outputs > 0);

    public IReadOnlyList<AudioDevice> List() => [.. Present];

    public void LookAgain() => Looks++;

    public ICaptureStream OpenCapture(AudioDevice device) => Open(device);

    public IPlaybackStream OpenPlayback(AudioDevice device) => Open(device);

    public void Pull(string name)
    {
        Present.RemoveAll(device => device.Name == name);
        foreach (FakeStream stream in Opened.Where(stream => stream.Name == name))
        {
            stream.Next = StreamStatus.Gone;
        }
    }

    public void Dispose() => IsDisposed = true;

    private FakeStream Open(AudioDevice device)
    {
        if (Defect is not null)
        {
            throw Defect;
        }

        if (Busy.Contains(device.Name) || !Present.Contains(device))
        {
            throw new DeviceException($"\"{device.Name}\" could not be opened: Device unavailable (-9985).");
        }

        Opened.Add(new FakeStream(device.Name, Format));
        return Newest;
    }
}

// Sound in and out of a fake card: in comes a 1 kHz sine on every channel.
internal sealed class FakeStream(string name, StreamFormat format) : ICaptureStream, IPlaybackStream
{
    public const float Amplitude = 0.5f;

    private readonly List<float> _played = [];
    private long _position;

    public string Name { get; } = name;

    public StreamFormat Format { get; } = format;

    // What every read and write answers from now on.
    public StreamStatus Next { get; set; } = StreamStatus.Done;

    public bool IsDisposed { get; private set; }

    public int Calls { get; private set; }

    public bool KeepsSound { get; set; } = true;

    public IReadOnlyList<float> Played => _played;

    public StreamStatus Read(Span<float> interleaved)
    {
        Calls++;
        for (int i = 0; i < interleaved.Length; i++)
        {
            interleaved[i] = Amplitude * (float)Math.Sin(Math.Tau * 1_000 * (_position + (i / Format.Channels)) / Format.Rate);
        }

        _position += interleaved.Length / Format.Channels;
        return Answer();
    }

    public StreamStatus Write(ReadOnlySpan<float> interleaved)
    {
        Calls++;
        if (KeepsSound)
        {
            _played.AddRange(interleaved);
        }

        return Answer();
    }

    public void Dispose() => IsDisposed = true;

    private StreamStatus Answer() => IsDisposed ? StreamStatus.Gone : Next;
}

// Counts the frames for which the clock was waited.
internal sealed class CountingClock : ISubstituteClock
{
    public int Waits { get; private set; }

    public bool IsEnded { get; private set; }

    public void WaitForFrame() => Waits++;

    public void Restart()
    {
    }

    public void End() => IsEnded = true;
}
