using Mcu.Common;

namespace Mcu.Client.Audio.Devices;

// Which device one direction uses: the wanted one, else the default one, else none; and back to the wanted one as soon as it is
// there. Knows no thread and no clock: Round is called by one thread, whenever Woken was raised or the time it named has come.
// Current and ReportLost are the audio path's, Select is anybody's. Owns the paths.
internal sealed class DeviceAttendance<TPath> : IDisposable
    where TPath : DevicePath
{
    public const long RetryInterval = 2 * MonotonicClock.Second;

    private readonly IAudioDevices _devices;
    private readonly DeviceDirection _direction;
    private readonly Func<AudioDevice, TPath> _open;
    private readonly Action<DeviceNotice> _notify;
    private readonly DeviceWords _words;
    private readonly Lock _selection = new();
    private string? _wanted;
    private bool _isSelected;
    // Of the rounds alone.
    private string? _announced;
    private bool _hasBegun;
    private TPath? _current;
    private TPath? _lost;
    private volatile bool _hasNothing;
    private volatile bool _isDisposed;

    public DeviceAttendance(
        IAudioDevices devices, DeviceDirection direction, Func<AudioDevice, TPath> open, string? wanted,
        Action<DeviceNotice> notify)
    {
        _devices = devices;
        _direction = direction;
        _open = open;
        _wanted = wanted;
        _notify = notify;
        _words = new DeviceWords(direction);
    }

    // There is something to do in a round.
    public event Action? Woken;

    // What the audio path uses now.
    public TPath? Current => Volatile.Read(ref _current);

    // A round has looked, and found no device at all.
    public bool HasNothing => _hasNothing;

    // Null: the default device.
    public void Select(string? name)
    {
        lock (_selection)
        {
            _wanted = name;
            _isSelected = true;
        }

        Woken?.Invoke();
    }

    // The path has ended by itself. Allocates nothing.
    public void ReportLost(TPath path)
    {
        Volatile.Write(ref _lost, path);
        Woken?.Invoke();
    }

    // Opens and closes what is to be opened and closed. Answers with the time of the next round, long.MaxValue for none but when
    // woken. Now: nanoseconds of MonotonicClock.
    public long Round(long now)
    {
        (string? wanted, bool isSelected) = TakeSelection();
        if (_isDisposed)
        {
            return long.MaxValue;
        }

        bool isWanted = false;
        try
        {
            TPath? current = Current;
            if (isSelected || (current is not null && Interlocked.Exchange(ref _lost, null) == current))
            {
                Replace(null);
            }

            isWanted = Use(wanted, isSelected);
        }
#pragma warning disable CA1031 // It would end the program, and a call without this card is still a call.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Announce(isSelected, _words.Fails(e), isWanted: false);
        }

        return isWanted ? long.MaxValue : now + RetryInterval;
    }

    public void Dispose()
    {
        _isDisposed = true;
        Replace(null);
    }

    // True where the wanted device is in use.
    private bool Use(string? wanted, bool isSelected)
    {
        if (Current is { } current && current.Device == Find(wanted, out _))
        {
            return true;
        }

        _devices.LookAgain();
        AudioDevice? device = Find(wanted, out string? problem);
        if (device is not null && (Current?.Device == device || TryOpen(device, out problem)))
        {
            Announce(isSelected, problem: null, isWanted: true);
            return true;
        }

        if (Current is null && wanted is not null && Find(null, out _) is { } other && other != device)
        {
            TryOpen(other, out _);
        }

        Announce(isSelected, problem, isWanted: false);
        return false;
    }

    private AudioDevice? Find(string? name, out string? problem)
    {
        try
        {
            return DeviceSearch.Find(_devices.List(), _direction, name, out problem);
        }
        catch (DeviceException e)
        {
            problem = e.Message;
            return null;
        }
    }

    private bool TryOpen(AudioDevice device, out string? problem)
    {
        try
        {
            Replace(_open(device));
            problem = null;
            return true;
        }
        catch (DeviceException e)
        {
            problem = e.Message;
            return false;
        }
    }

    private void Replace(TPath? path)
    {
        TPath? former = Interlocked.Exchange(ref _current, path);
        former?.Dispose();
        if (path is not null && _isDisposed)
        {
            // Disposed while it was opened.
            Interlocked.Exchange(ref _current, null)?.Dispose();
        }
    }

    private void Announce(bool isSelected, string? problem, bool isWanted)
    {
        string? name = Current?.Device.Name;
        _hasNothing = name is null;
        bool isNews = !_hasBegun || isSelected || name != _announced;
        if (isNews)
        {
            string text = isWanted
                ? _words.Uses(name, Current?.Format ?? default)
                : _words.FallsBack(name, former: isSelected || !_hasBegun ? null : _announced, problem);
            _notify(new DeviceNotice(_direction, name, text, IsWarning: _hasBegun || !isWanted));
        }

        _hasBegun = true;
        _announced = name;
    }

    private (string? Wanted, bool IsSelected) TakeSelection()
    {
        lock (_selection)
        {
            bool isSelected = _isSelected;
            _isSelected = false;
            return (_wanted, isSelected);
        }
    }
}
