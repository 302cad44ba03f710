namespace Mcu.Client.Audio.Devices;

// The wanted microphone, the default one while that is missing, and soft beeps where there is none. TryRead: one thread, paced by
// the device, or by the clock where there is none; allocates nothing. All else: any thread. Opening, closing and telling happen
// on a thread of its own. Owner: whoever makes it; the devices stay the caller's.
internal sealed class Microphone : IFrameSource
{
    // Three seconds of nothing: the device is asked for anew.
    private const int MaxStalledReads = 15;

    private readonly DeviceAttendance<CapturePath> _attendance;
    private readonly AttendanceThread? _thread;
    private readonly ISubstituteClock _clock;
    private readonly SoftBeeps _beeps = new();
    private volatile bool _isDisposed;
    private long _overruns;
    private int _stalledReads;

    // Wanted: a name, a unique part of one, or null for the default device. Notify is called when the first device is in use,
    // and where it is another than before, or none.
    public Microphone(IAudioDevices devices, string? wanted, Action<DeviceNotice> notify)
        : this(devices, wanted, notify, new SubstituteClock())
    {
        _thread = new AttendanceThread(_attendance.Round, "microphone");
        _attendance.Woken += _thread.Wake;
        _thread.Start();
    }

    // Without a thread, for tests: Attend does what it would.
    internal Microphone(IAudioDevices devices, string? wanted, Action<DeviceNotice> notify, ISubstituteClock clock)
    {
        _clock = clock;
        _attendance = new DeviceAttendance<CapturePath>(
            devices, DeviceDirection.Input, device => CapturePath.Open(devices, device), wanted, notify);
    }

    public string Name => DeviceName;

    // Of the device in use.
    public string DeviceName => _attendance.Current?.Device.Name ?? SoftBeeps.Name;

    public bool SetsThePace => true;

    // How often sound was lost because it was not fetched in time.
    public long Overruns => Volatile.Read(ref _overruns);

    // Null: the default device.
    public void Select(string? name) => _attendance.Select(name);

    // False only after Dispose.
    public bool TryRead(Span<float> frame)
    {
        if (!TryReadDevice(frame))
        {
            ReadSubstitute(frame);
        }

        return !_isDisposed;
    }

    public void Dispose()
    {
        _isDisposed = true;
        _clock.End();
        _attendance.Dispose();
        _thread?.Dispose();
    }

    internal long Attend(long now) => _attendance.Round(now);

    // False where the device gave nothing, not even after waiting.
    private bool TryReadDevice(Span<float> frame)
    {
        CapturePath? path = _attendance.Current;
        if (path is null || !path.TryEnter())
        {
            return false;
        }

        StreamStatus status = path.Read(frame);
        path.Leave();
        _stalledReads = status == StreamStatus.Stalled ? _stalledReads + 1 : 0;
        if (status == StreamStatus.Gone || _stalledReads >= MaxStalledReads)
        {
            _stalledReads = 0;
            _attendance.ReportLost(path);
            return false;
        }

        if (status == StreamStatus.Late)
        {
            Volatile.Write(ref _overruns, _overruns + 1);
        }

        _clock.Restart();
        return true;
    }

    // Silence while another device is looked for.
    private void ReadSubstitute(Span<float> frame)
    {
        _clock.WaitForFrame();
        if (_attendance.HasNothing && !_isDisposed)
        {
            _beeps.Read(frame);
        }
        else
        {
            frame.Clear();
        }
    }
}
