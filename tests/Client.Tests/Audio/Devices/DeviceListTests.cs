using Mcu.Client.Audio.Devices;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public class DeviceListTests
{
    [Fact]
    public void The_table_marks_the_defaults() =>
        Assert.Equal(
            [
                "name      host API  in  out   rate",
                "a         Fake       2    0  44100",
                "speakers  Fake       0    2  44100  default output",
                "default   Fake      32   32  44100  default input and output",
            ],
            DeviceList.Lines(
            [
                FakeDevices.Device("a", outputs: 0),
                FakeDevices.Device("speakers", isDefault: true, inputs: 0),
                FakeDevices.Device("default", isDefault: true, inputs: 32, outputs: 32),
            ]));

    [Fact]
    public void Where_there_is_nothing_it_says_so() =>
        Assert.Equal(["There are no sound devices on this machine."], DeviceList.Lines([]));

    [Theory]
    [InlineData("USB \u001b[2J Headset\r\n", "USB  [2J Headset")]
    [InlineData("a\u202eb", "a b")]
    public void Names_from_a_device_move_no_cursor(string name, string clean) =>
        Assert.Equal(clean, PortAudioDeviceList.Clean(name));

    [Fact]
    public void Names_from_a_device_are_cut() =>
        Assert.Equal(200, PortAudioDeviceList.Clean(new string('x', 10_000)).Length);
}
