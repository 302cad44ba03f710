using Mcu.Client.Audio.Devices;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public class DeviceSearchTests
{
    private const string Usb = "\"USB Headset: Audio (hw:1,0)\", \"USB Camera: Audio (hw:2,0)\"";

    private static readonly AudioDevice[] s_devices =
    [
        FakeDevices.Device("USB Headset: Audio (hw:1,0)"),
        FakeDevices.Device("USB Camera: Audio (hw:2,0)", outputs: 0),
        FakeDevices.Device("HDMI 0", inputs: 0),
        FakeDevices.Device("HDMI 0 extra", inputs: 0),
        FakeDevices.Device("default", isDefault: true),
    ];

    [Theory]
    [InlineData(null, "default")]
    [InlineData("headset", "USB Headset: Audio (hw:1,0)")]
    [InlineData("  CAMERA ", "USB Camera: Audio (hw:2,0)")]
    [InlineData("(HW:2,0)", "USB Camera: Audio (hw:2,0)")]
    public void A_unique_part_of_a_name_will_do(string? name, string found)
    {
        Assert.Equal(found, DeviceSearch.Find(s_devices, DeviceDirection.Input, name, out string? problem)?.Name);
        Assert.Null(problem);
    }

    [Fact]
    public void A_whole_name_wins_over_names_it_is_part_of() =>
        Assert.Equal("HDMI 0", DeviceSearch.Find(s_devices, DeviceDirection.Output, "hdmi 0", out _)?.Name);

    [Theory]
    [InlineData("usb", "\"usb\" is part of the names of 2 microphones: " + Usb + ".")]
    [InlineData("HDMI", "There is no microphone \"HDMI\". There is " + Usb + ", \"default\".")]
    [InlineData(" ", "There is no microphone \" \". There is " + Usb + ", \"default\".")]
    public void Else_the_answer_lists_what_there_is(string name, string expected)
    {
        Assert.Null(DeviceSearch.Find(s_devices, DeviceDirection.Input, name, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Fact]
    public void Where_there_is_nothing_it_says_so()
    {
        DeviceSearch.Find([], DeviceDirection.Output, null, out string? none);
        Assert.Equal("There is no loudspeaker on this machine.", none);
        DeviceSearch.Find([], DeviceDirection.Input, "usb", out string? named);
        Assert.Equal("There is no microphone \"usb\", nor any other on this machine.", named);
    }

    [Fact]
    public void A_sentence_stays_short_whatever_was_typed_and_is_there()
    {
        AudioDevice[] many = [.. Enumerable.Range(0, 500).Select(i => FakeDevices.Device($"card {i}"))];
        DeviceSearch.Find(many, DeviceDirection.Input, new string('x', 5_000), out string? problem);
        Assert.InRange(problem!.Length, 100, 400);
        Assert.EndsWith("and 488 more.", problem, StringComparison.Ordinal);
    }
}
