namespace Mcu.Client.Audio.Devices;

// The wanted loudspeaker, the default one while that is missing, and nowhere where there is none. Write: one thread, paced by the
// device, or by the clock where there is none; allocates nothing. All else as Microphone.
internal sealed class Loudspeaker : IFrameSink
{
    public const string Nowhere = "nowhere";

    // Three seconds of nothing: the device is asked for anew.
    private const int MaxStalledWrites = 15;

    private readonly DeviceAttendance<PlaybackPath> _attendance;
    private readonly AttendanceThread? _thread;
    private readonly ISubstituteClock _clock;
    private long _underruns;
    private int _stalledWrites;

    // As Microphone.
    public Loudspeaker(IAudioDevices devices, string? wanted, Action<DeviceNotice> notify)
        : this(devices, wanted, notify, new SubstituteClock())
    {
        _thread = new AttendanceThread(_attendance.Round, "loudspeaker");
        _attendance.Woken += _thread.Wake;
        _thread.Start();
    }

    // Without a thread, for tests: Attend does what it would.
    internal Loudspeaker(IAudioDevices devices, string? wanted, Action<DeviceNotice> notify, ISubstituteClock clock)
    {
        _clock = clock;
        _attendance = new DeviceAttendance<PlaybackPath>(
            devices, DeviceDirection.Output, device => PlaybackPath.Open(devices, device), wanted, notify);
    }

    public string Name => DeviceName;

    // Of the device in use.
    public string DeviceName => _attendance.Current?.Device.Name ?? Nowhere;

    public bool SetsThePace => true;

    // How often the device had nothing left to play.
    public long Underruns => Volatile.Read(ref _underruns);

    // Null: the default device.
    public void Select(string? name) => _attendance.Select(name);

    // Waits until the next frame is due, by the device or by the clock. After Dispose it does neither.
    public void Write(ReadOnlySpan<float> frame)
    {
        if (!TryWriteDevice(frame))
        {
            _clock.WaitForFrame();
        }
    }

    public void Dispose()
    {
        _clock.End();
        _attendance.Dispose();
        _thread?.Dispose();
    }

    internal long Attend(long now) => _attendance.Round(now);

    private bool TryWriteDevice(ReadOnlySpan<float> frame)
    {
        PlaybackPath? path = _attendance.Current;
        if (path is null || !path.TryEnter())
        {
            return false;
        }

        StreamStatus status = path.Write(frame);
        path.Leave();
        _stalledWrites = status == StreamStatus.Stalled ? _stalledWrites + 1 : 0;
        if (status == StreamStatus.Gone || _stalledWrites >= MaxStalledWrites)
        {
            _stalledWrites = 0;
            _attendance.ReportLost(path);
            return false;
        }

        if (status == StreamStatus.Late)
        {
            Volatile.Write(ref _underruns, _underruns + 1);
        }

        _clock.Restart();
        return true;
    }
}
