using Mcu.Client.Audio.Processing;
using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Processing;

public class EchoReferenceTests
{
    private const int Frame = AudioFormat.FrameSamples;
    private const int Lead = EchoReference.Lead;

    private readonly EchoReference _reference = new();
    private readonly short[] _read = new short[Frame];
    private readonly float[] _frame = new float[Frame];
    private int _written;

    [Fact]
    public void Before_anything_is_played_there_is_silence()
    {
        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(0, Read());
        }
    }

    [Fact]
    public void Every_frame_comes_once_and_in_order_behind_the_writer()
    {
        for (int i = 1; i <= 1_000; i++)
        {
            Write();
            Assert.Equal(Math.Max(0, i + 1 - Lead), Read());
        }

        Assert.Equal(0, _reference.Shifts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_thread_that_was_held_up_and_catches_up_shifts_nothing(bool isWriter)
    {
        Both(200);
        for (int i = 0; i < 3; i++)
        {
            Once(!isWriter);
        }

        for (int i = 0; i < 3; i++)
        {
            Once(isWriter);
        }

        Both(200);
        Assert.Equal(_written + 1 - Lead, Last());
        Assert.Equal(0, _reference.Shifts);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0)]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    public void Frames_that_a_device_lost_are_made_up_for_within_two_seconds(int neverCaptured, int neverPlayed)
    {
        Both(200);
        for (int i = 0; i < neverCaptured; i++)
        {
            Write();
        }

        for (int i = 0; i < neverPlayed; i++)
        {
            Read();
        }

        Both(2 * EchoReference.Window);
        Assert.Equal(_written + 1 - Lead, Last());
        Assert.Equal(1, _reference.Shifts);
    }

    [Fact]
    public void A_device_that_takes_several_frames_at_first_is_followed_within_a_quarter_of_a_second()
    {
        Write();
        Read();
        for (int i = 0; i < 3; i++)
        {
            Write();
        }

        Both(EchoReference.FirstWindow + 1);
        Assert.Equal(_written + 1 - Lead, Last());
    }

    [Fact]
    public void Playing_may_stop_and_begin_again()
    {
        Both(100);
        for (int i = 0; i < 500; i++)
        {
            Read();
        }

        Assert.Equal(0, Read());
        Both(10);
        Assert.Equal(_written + 1 - Lead, Last());
    }

    [Fact]
    public void A_reader_that_was_away_for_long_goes_on_behind_the_writer()
    {
        Both(100);
        for (int i = 0; i < 500; i++)
        {
            Write();
        }

        Both(10);
        Assert.Equal(_written + 1 - Lead, Last());
    }

    // Clocks 100 ppm apart are one frame in 200 s; here one in 5 s, both ways.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Clocks_that_run_apart_never_lead_to_more_than_a_frame_and_a_half(bool writerIsFaster)
    {
        for (int i = 1; i < 5_000; i++)
        {
            Both(1);
            if (i % 250 == 0)
            {
                Once(writerIsFaster);
            }

            Assert.InRange(_written + 1 - Last(), Lead - 2, Lead + 2);
        }

        Assert.InRange(_reference.Shifts, 15, 25);
    }

    [Fact]
    public void Nothing_is_allocated_while_it_runs() => Assert.Equal(0, Allocation.Of(() => Both(200)));

    private void Both(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            Write();
            Read();
        }
    }

    private void Once(bool write)
    {
        if (write)
        {
            Write();
        }
        else
        {
            Read();
        }
    }

    // The n-th frame holds the number n.
    private void Write()
    {
        Array.Fill(_frame, ++_written / 32768f);
        _reference.Write(_frame);
    }

    private int Read()
    {
        _reference.Read(_read);
        return Last();
    }

    private int Last() => _read[17];
}
