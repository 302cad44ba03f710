using Mcu.Client.Audio.Devices;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public sealed class LateDevicesTests : IDisposable
{
    private readonly TaskCompletionSource<IAudioDevices> _opening = new();
    private readonly FakeDevices _devices = new();
    private readonly LateDevices _late;

    public LateDevicesTests()
    {
        _devices.Present.Add(FakeDevices.Device("card", isDefault: true));
        _late = new LateDevices(_opening.Task);
    }

    [Fact]
    public void There_are_none_until_the_sound_system_answers()
    {
        var notices = new List<string>();
        using var microphone = new Microphone(_late, null, notice => notices.Add(notice.Text), new CountingClock());
        microphone.Attend(0);
        Assert.Equal(
            ["The sound system of this machine has not answered yet. Until there is one, soft beeps are sent instead."], notices);
        Assert.Throws<DeviceException>(() => _late.OpenPlayback(_devices.Present[0]));

        _opening.SetResult(_devices);
        microphone.Attend(2_000_000_000);
        Assert.Equal("card", microphone.DeviceName);
        Assert.Equal(1, _devices.Looks);
    }

    [Fact]
    public void What_has_come_is_disposed_of()
    {
        _opening.SetResult(_devices);
        _late.Dispose();
        Assert.True(_devices.IsDisposed);
    }

    [Fact]
    public void What_comes_too_late_is_disposed_of_as_it_comes()
    {
        _late.Dispose();
        Assert.False(_devices.IsDisposed);
        _opening.SetResult(_devices);
        Assert.True(SpinWait.SpinUntil(() => _devices.IsDisposed, TimeSpan.FromSeconds(10)));
    }

    public void Dispose() => _late.Dispose();
}
