using Mcu.Client.Audio.Devices;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

public sealed class MicrophoneTests : IDisposable
{
    private const long Second = 1_000_000_000;

    private readonly FakeDevices _devices = new();
    private readonly CountingClock _clock = new();
    private const string Card = "The microphone is \"card\" (48000 Hz, mono).";

    private readonly List<string> _notices = [];
    private readonly float[] _frame = new float[960];

    [Theory]
    [InlineData(48_000, 1)]
    [InlineData(48_000, 2)]
    [InlineData(44_100, 1)]
    [InlineData(44_100, 2)]
    [InlineData(16_000, 2)]
    [InlineData(96_000, 6)]
    public void Any_rate_and_any_channels_become_frames_of_48_kHz_mono(int rate, int channels)
    {
        _devices.Format = new StreamFormat(rate, channels);
        using Microphone microphone = WithDefault();
        var heard = new float[50 * 960];
        for (int i = 0; i < 50; i++)
        {
            Assert.True(microphone.TryRead(heard.AsSpan(i * 960, 960)));
        }

        Assert.Equal(FakeStream.Amplitude, Goertzel.Amplitude(heard.AsSpan(9_600), 1_000), 0.01);
        Assert.Equal(0, _clock.Waits);
        Assert.StartsWith($"The microphone is \"card\" ({rate} Hz, ", Assert.Single(_notices), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_microphone_is_replaced_by_the_default_one_and_taken_when_it_comes()
    {
        _devices.Present.Add(FakeDevices.Device("laptop", isDefault: true));
        using Microphone microphone = New("headset");
        long next = microphone.Attend(0);
        Assert.Equal("laptop", microphone.DeviceName);
        Assert.Equal(["There is no microphone \"headset\". There is \"laptop\". Until it is there, \"laptop\" is used."], _notices);
        Assert.Equal(2 * Second, next);

        Assert.Equal(4 * Second, microphone.Attend(next));
        Assert.Single(_notices);

        _devices.Present.Add(FakeDevices.Device("USB Headset"));
        Assert.Equal(long.MaxValue, microphone.Attend(4 * Second));
        Assert.Equal("USB Headset", microphone.DeviceName);
        Assert.Equal("The microphone is \"USB Headset\" (48000 Hz, mono).", _notices[^1]);
        Assert.True(_devices.Opened[0].IsDisposed);
        Assert.Equal(3, _devices.Looks);
    }

    [Fact]
    public void A_microphone_that_vanishes_leaves_silence_then_beeps_and_comes_back()
    {
        using Microphone microphone = WithDefault();
        _devices.Pull("card");
        Assert.True(microphone.TryRead(_frame));
        Assert.All(_frame, sample => Assert.Equal(0, sample));
        Assert.Equal(1, _clock.Waits);

        Assert.Equal(2 * Second, microphone.Attend(0));
        Assert.Equal("soft beeps", microphone.Name);
        Assert.Equal(
            "The microphone \"card\" has gone. Until there is one, soft beeps are sent instead.", _notices[^1]);
        double loudest = 0;
        int beeping = 0;
        for (int i = 0; i < 200; i++)
        {
            microphone.TryRead(_frame);
            loudest = Math.Max(loudest, _frame.Max());
            beeping += _frame.Any(sample => sample != 0) ? 1 : 0;
        }

        Assert.Equal(-34, 20 * Math.Log10(loudest), 0.3);
        Assert.Equal(20, beeping);
        Assert.Equal(201, _clock.Waits);

        _devices.Present.Add(FakeDevices.Device("card", isDefault: true));
        microphone.Attend(2 * Second);
        Assert.Equal(Card, _notices[^1]);
        microphone.TryRead(_frame);
        Assert.Equal(201, _clock.Waits);
    }

    [Fact]
    public void A_microphone_that_fails_and_opens_again_is_not_worth_a_word()
    {
        using Microphone microphone = WithDefault();
        _devices.Newest.Next = StreamStatus.Gone;
        microphone.TryRead(_frame);
        microphone.Attend(0);
        microphone.TryRead(_frame);
        Assert.Equal(2, _devices.Opened.Count);
        Assert.NotEqual(0, _frame.Max());
        Assert.Equal([Card], _notices);
    }

    [Fact]
    public void A_read_that_fails_never_spins()
    {
        using Microphone microphone = WithDefault();
        _devices.Newest.Next = StreamStatus.Gone;
        for (int i = 0; i < 100; i++)
        {
            microphone.TryRead(_frame);
        }

        // A frame of waiting for each.
        Assert.Equal(100, _clock.Waits);
    }

    [Fact]
    public void A_microphone_that_stands_still_for_three_seconds_is_opened_anew()
    {
        using Microphone microphone = WithDefault();
        _devices.Newest.Next = StreamStatus.Stalled;
        for (int i = 0; i < 14; i++)
        {
            microphone.TryRead(_frame);
        }

        microphone.Attend(0);
        Assert.Single(_devices.Opened);
        microphone.TryRead(_frame);
        microphone.Attend(0);
        Assert.Equal(2, _devices.Opened.Count);
    }

    [Fact]
    public void What_came_too_late_is_counted()
    {
        using Microphone microphone = WithDefault();
        _devices.Newest.Next = StreamStatus.Late;
        microphone.TryRead(_frame);
        microphone.TryRead(_frame);
        Assert.Equal(2, microphone.Overruns);
        Assert.NotEqual(0, _frame.Max());
    }

    [Fact]
    public void Another_microphone_can_be_chosen_at_any_time()
    {
        using Microphone microphone = WithDefault();
        _devices.Present.Add(FakeDevices.Device("USB Headset"));
        microphone.Select("headset");
        microphone.Attend(0);
        Assert.Equal("USB Headset", microphone.DeviceName);
        microphone.Select(null);
        microphone.Attend(0);
        Assert.Equal("card", microphone.DeviceName);
        Assert.Equal([Card, "The microphone is \"USB Headset\" (48000 Hz, mono).", Card], _notices);
    }

    [Fact]
    public void A_microphone_that_another_program_holds_is_told_with_the_reason()
    {
        _devices.Present.Add(FakeDevices.Device("laptop", isDefault: true));
        _devices.Present.Add(FakeDevices.Device("headset"));
        _devices.Busy.Add("headset");
        using Microphone microphone = New("headset");
        microphone.Attend(0);
        Assert.Equal(
            ["\"headset\" could not be opened: Device unavailable (-9985). Until it is there, \"laptop\" is used."], _notices);
    }

    [Fact]
    public void A_defect_while_opening_is_told_once_and_tried_again()
    {
        _devices.Present.Add(FakeDevices.Device("card", isDefault: true));
        _devices.Defect = new InvalidOperationException("the driver lies.");
        using Microphone microphone = New(null);
        Assert.Equal(2 * Second, microphone.Attend(0));
        microphone.Attend(2 * Second);
        Assert.Equal(
            ["The microphone cannot be used: the driver lies. Until there is one, soft beeps are sent instead."], _notices);
        Assert.True(microphone.TryRead(_frame));

        _devices.Defect = null;
        Assert.Equal(long.MaxValue, microphone.Attend(4 * Second));
        Assert.Equal(Card, _notices[^1]);
    }

    [Fact]
    public void Without_the_library_the_reason_is_told()
    {
        using var microphone = new Microphone(
            new NoDevices("PortAudio is missing."), null, notice => _notices.Add(notice.Text), _clock);
        microphone.Attend(0);
        Assert.True(microphone.TryRead(_frame));
        Assert.Equal(["PortAudio is missing. Until there is one, soft beeps are sent instead."], _notices);
    }

    [Theory]
    [InlineData(48_000, 1)]
    [InlineData(44_100, 2)]
    public void A_frame_allocates_nothing(int rate, int channels)
    {
        _devices.Format = new StreamFormat(rate, channels);
        using Microphone microphone = WithDefault();
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 1_000; i++)
            {
                microphone.TryRead(_frame);
            }
        }));
    }

    [Fact]
    public void After_its_end_it_has_no_more()
    {
        Microphone microphone = WithDefault();
        microphone.Dispose();
        Assert.False(microphone.TryRead(_frame));
        Assert.True(_devices.Newest.IsDisposed);
        Assert.True(_clock.IsEnded);
        Assert.Equal(long.MaxValue, microphone.Attend(0));
        Assert.Single(_devices.Opened);
    }

    public void Dispose() => _devices.Dispose();

    private Microphone New(string? wanted) => new(_devices, wanted, notice => _notices.Add(notice.Text), _clock);

    private Microphone WithDefault()
    {
        _devices.Present.Add(FakeDevices.Device("card", isDefault: true));
        Microphone microphone = New(null);
        microphone.Attend(0);
        return microphone;
    }
}
