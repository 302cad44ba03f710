using Mcu.Client.Audio;
using Mcu.Client.Audio.Devices;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public sealed class LoudspeakerTests : IDisposable
{
    private readonly FakeDevices _devices = new();
    private readonly CountingClock _clock = new();
    private readonly List<string> _notices = [];
    private readonly float[] _frame = new float[960];

    [Theory]
    [InlineData(48_000, 2)]
    [InlineData(44_100, 1)]
    [InlineData(44_100, 2)]
    [InlineData(96_000, 2)]
    public void Frames_go_to_every_channel_at_the_devices_rate(int rate, int channels)
    {
        _devices.Format = new StreamFormat(rate, channels);
        using Loudspeaker loudspeaker = WithDefault();
        using var tone = new ToneSource(1_000);
        for (int i = 0; i < 50; i++)
        {
            tone.TryRead(_frame);
            loudspeaker.Write(_frame);
        }

        IReadOnlyList<float> played = _devices.Newest.Played;
        Assert.InRange(played.Count / channels, rate - 100, rate);
        float[][] sides = [.. Enumerable.Range(0, channels).Select(side => played.Where((_, i) => i % channels == side).ToArray())];
        Assert.All(sides, side => Assert.Equal(sides[0], side));
        // Goertzel counts in samples of 48 kHz.
        Assert.Equal(0.2, Goertzel.Amplitude(sides[0].AsSpan(rate / 5), 1_000.0 * 48_000 / rate), 0.01);
        Assert.Equal(0, _clock.Waits);
    }

    [Fact]
    public void Where_there_is_none_frames_go_nowhere_at_their_pace()
    {
        using Loudspeaker loudspeaker = New(null);
        loudspeaker.Attend(0);
        loudspeaker.Write(_frame);
        Assert.Equal(1, _clock.Waits);
        Assert.Equal("nowhere", loudspeaker.Name);
        Assert.Equal(["There is no loudspeaker on this machine. Until there is one, what is heard goes nowhere."], _notices);
    }

    [Fact]
    public void What_it_ran_out_of_is_counted()
    {
        using Loudspeaker loudspeaker = WithDefault();
        _devices.Newest.Next = StreamStatus.Late;
        loudspeaker.Write(_frame);
        Assert.Equal(1, loudspeaker.Underruns);
    }

    [Fact]
    public void One_that_vanishes_is_replaced_and_comes_back()
    {
        _devices.Present.Add(FakeDevices.Device("headset"));
        _devices.Present.Add(FakeDevices.Device("laptop", isDefault: true));
        using Loudspeaker loudspeaker = New("headset");
        loudspeaker.Attend(0);
        _devices.Pull("headset");
        loudspeaker.Write(_frame);
        loudspeaker.Attend(0);
        Assert.Equal("laptop", loudspeaker.DeviceName);
        _devices.Present.Add(FakeDevices.Device("headset"));
        loudspeaker.Attend(1);
        Assert.Equal("headset", loudspeaker.DeviceName);
        Assert.Equal(
            [
                "The loudspeaker is \"headset\" (48000 Hz, mono).",
                "The loudspeaker \"headset\" has gone. Until it is there, \"laptop\" is used.",
                "The loudspeaker is \"headset\" (48000 Hz, mono).",
            ],
            _notices);
    }

    [Theory]
    [InlineData(48_000, 1)]
    [InlineData(44_100, 2)]
    public void A_frame_allocates_nothing(int rate, int channels)
    {
        _devices.Format = new StreamFormat(rate, channels);
        using Loudspeaker loudspeaker = WithDefault();
        _devices.Newest.KeepsSound = false;
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                loudspeaker.Write(_frame);
            }
        }));
    }

    public void Dispose() => _devices.Dispose();

    private Loudspeaker New(string? wanted) => new(_devices, wanted, notice => _notices.Add(notice.Text), _clock);

    private Loudspeaker WithDefault()
    {
        _devices.Present.Add(FakeDevices.Device("card", isDefault: true));
        Loudspeaker loudspeaker = New(null);
        loudspeaker.Attend(0);
        return loudspeaker;
    }
}
