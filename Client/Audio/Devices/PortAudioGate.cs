using System.Runtime.InteropServices;
using Mcu.Client.Audio.Devices.Interop;
using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Wall two: PortAudio's global state behind one lock. PortAudio looks for devices only when it is initialised, and ending it
// would close every stream; so to look again, each open stream sees IsRenewing before its next frame, closes itself, and the
// first to open again waits for that. Any thread.
internal sealed unsafe class PortAudioGate
{
    // Looking costs up to 200 ms of work; without a sign of change it is done at most this often.
    private const long LookInterval = 10 * MonotonicClock.Second;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private AudioDevice[] _devices = [];
    // As of the last look, for whoever may not wait until a card has been opened; null where it has to be looked first.
    private volatile AudioDevice[]? _known;
    private string? _cards;
    private long _lookedAt;
    private int _open;
    private bool _initialized;
    private bool _ended;
    private volatile bool _renewing;

    // Whoever has a stream open closes it now.
    public bool IsRenewing => _renewing;

    // Throws DeviceException where PortAudio does not start.
    public IReadOnlyList<AudioDevice> Devices
    {
        get
        {
            if (_known is { } known)
            {
                return known;
            }

            lock (_lock)
            {
                EnsureInitialized();
                return _devices;
            }
        }
    }

    public void LookAgain()
    {
        lock (_lock)
        {
            if (!_initialized || _renewing)
            {
                return;
            }

            bool changed = SoundCards.Describe() != _cards;
            if (_open > 0)
            {
                _renewing = changed;
            }
            else if (changed || MonotonicClock.Now - _lookedAt >= LookInterval)
            {
                Terminate();
                TryInitialize();
            }
        }
    }

    // Direction, format and sizes as given, or DeviceException. The stream is not started.
    public PaStreamHandle Open(AudioDevice device, DeviceDirection direction, StreamFormat format, StreamSize size)
    {
        lock (_lock)
        {
            AwaitRenewal();
            EnsureInitialized();
            int index = IndexOf(device);
            using var quiet = QuietStandardError.Begin();
            SetPeriods(size);
            var parameters = new PaStreamParameters
            {
                device = index,
                channelCount = format.Channels,
                sampleFormat = new CULong(LibPortAudio.paFloat32),
                suggestedLatency = (double)size.Latency / MonotonicClock.Second,
            };
            bool isInput = direction == DeviceDirection.Input;
            int result = LibPortAudio.Pa_OpenStream(
                out nint stream, isInput ? &parameters : null, isInput ? null : &parameters, format.Rate,
                new CULong((nuint)size.PeriodSamples(format.Rate)), new CULong(LibPortAudio.paClipOff), 0, 0);
            PortAudioLibrary.ThrowIfError(result, $"\"{device.Name}\" could not be opened");
            _open++;
            return new PaStreamHandle(stream, this);
        }
    }

    public void Close(nint stream)
    {
        lock (_lock)
        {
            using (QuietStandardError.Begin())
            {
                _ = LibPortAudio.Pa_CloseStream(stream);
            }

            _open--;
            if (_open == 0 && _ended)
            {
                Terminate();
            }

            Monitor.PulseAll(_lock);
        }
    }

    // PortAudio ends with the last stream. Nothing opens after this.
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            _known = null;
            if (_open == 0)
            {
                Terminate();
            }
        }
    }

    private void AwaitRenewal()
    {
        long deadline = Environment.TickCount64 + (long)s_patience.TotalMilliseconds;
        while (_renewing && _open > 0)
        {
            long left = deadline - Environment.TickCount64;
            if (left <= 0 || !Monitor.Wait(_lock, (int)left))
            {
                break;
            }
        }

        if (_renewing && _open == 0)
        {
            Terminate();
        }

        // A stream that nobody reads would hold it up for ever; then the next look tries again.
        _renewing = false;
        Monitor.PulseAll(_lock);
    }

    // What is wrong is told to whoever asks for the devices next.
    private void TryInitialize()
    {
        try
        {
            EnsureInitialized();
        }
        catch (DeviceException)
        {
            _known = null;
        }
    }

    private void EnsureInitialized()
    {
        if (_ended)
        {
            throw new DeviceException("The sound cards are no longer in use by this program.");
        }

        if (!_initialized)
        {
            PortAudioLibrary.EnsureLoaded();
            using var quiet = QuietStandardError.Begin();
            _cards = SoundCards.Describe();
            _lookedAt = MonotonicClock.Now;
            PortAudioLibrary.ThrowIfError(LibPortAudio.Pa_Initialize(), "PortAudio could not look for sound cards");
            _initialized = true;
            _devices = PortAudioDeviceList.Read();
            _known = _devices;
        }
    }

    private void Terminate()
    {
        if (_initialized)
        {
            using var quiet = QuietStandardError.Begin();
            _ = LibPortAudio.Pa_Terminate();
            _initialized = false;
        }
    }

    private int IndexOf(AudioDevice device)
    {
        for (int i = 0; i < _devices.Length; i++)
        {
            if (_devices[i].Name == device.Name && _devices[i].HostApi == device.HostApi)
            {
                return i;
            }
        }

        throw new DeviceException($"\"{device.Name}\" is not there.");
    }

    // ALSA divides a buffer into 4 periods unless told, which would deliver sound in coarse pieces.
    private static void SetPeriods(StreamSize size)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            _ = LibPortAudio.PaAlsa_SetNumPeriods(size.Periods);
        }
        catch (EntryPointNotFoundException)
        {
            // A PortAudio that was built without ALSA (for JACK alone) has no periods of ALSA either.
        }
    }
}
