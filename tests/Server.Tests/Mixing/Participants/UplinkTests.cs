using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;
using Xunit.Abstractions;

namespace Mcu.Server.Tests.Mixing;

// What comes before a word: a sender that was not sure sends it with the word's first loud frame.
public sealed class UplinkTests : IDisposable
{
    private readonly ITestOutputHelper _output;
    private readonly MixStatistics _statistics = new();

    private const float Soft = 0.0015f; // under the threshold of 0.002
    private const float Loud = 0.1f;

    private readonly Uplink _uplink;
    private readonly VoiceSender _sender = new(new OpusEncoderOptions());
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private long _now;

    public UplinkTests(ITestOutputHelper output)
    {
        _output = output;
        _uplink = new Uplink(new MixOptions(), _statistics, receivers: null);
    }

    public void Dispose()
    {
        _uplink.Dispose();
        _sender.Dispose();
    }

    [Fact]
    public void The_soft_frames_before_a_loud_one_are_heard()
    {
        for (int word = 0; word < 5; word++)
        {
            Send(Soft);
            Send(Soft);
            List<bool> talks = [];
            for (int i = 0; i < 30; i++)
            {
                Send(Loud);
                talks.Add(Tick());
            }

            int before = talks.IndexOf(true);
            Assert.InRange(before, 0, 4);
            Assert.DoesNotContain(false, talks.Skip(before));
            for (int i = 0; i < 60; i++)
            {
                _sender.StaySilent();
                Tick();
            }

            Assert.False(_uplink.Talks);
        }
    }

    [Fact]
    public void Its_very_first_frame_is_soft()
    {
        Send(Soft);
        Send(Soft);
        Send(Loud);
        while (!Tick())
        {
            Send(Loud);
        }

        Assert.InRange(AudioLevel.Rms(_uplink.Frame), 0, 0.01f);
    }

    [Fact]
    public void Soft_frames_that_nothing_loud_follows_are_not()
    {
        for (int i = 0; i < 100; i++)
        {
            Send(Soft);
            Assert.False(Tick());
        }
    }

    // Only listening takes next to nothing; being heard by one other takes a few kilobytes.
    [Fact]
    public void Memory_is_taken_by_those_who_speak()
    {
        var options = new MixOptions();
        var statistics = new MixStatistics();
        MixParticipant[] people = new MixParticipant[100];
        long listener = Allocated(() => people[0] = new MixParticipant(0, new NoSink(), options, statistics));
        for (int i = 0; i < people.Length; i++)
        {
            people[i] = new MixParticipant((ulong)i, new NoSink(), options, statistics);
            people[i].Uplink.Tick(_now);
        }

        using MixParticipant speaker = people[1];
        speaker.Routes = new ForwardRoutes([people[0].Lane], IsMixed: false);
        int length = _sender.SendDatagram(_frame, isSpeech: true, _datagram);
        long forwarded = Allocated(() => speaker.Receive(_datagram.AsSpan(0, length), _now));
        speaker.Routes = ForwardRoutes.MixedOnly;
        long mixed = Allocated(() =>
        {
            speaker.Receive(_datagram.AsSpan(0, length), _now);
            speaker.Uplink.Tick(_now);
        });

        _output.WriteLine($"bytes: a listener {listener}, beside that a sender who is forwarded {forwarded}, who is mixed {mixed}");
        Assert.InRange(listener, 1, 3_000);
        Assert.InRange(forwarded, 1, 6_000);
        Assert.InRange(mixed, 1, 70_000); // and the decoder's 18 KB
        Assert.All(people.Where(person => person != speaker), person => Assert.False(person.Uplink.HoldsReceiver));

        static long Allocated(Action action)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Fact]
    public void What_was_not_needed_for_ten_seconds_goes_back_to_the_pool_and_comes_again_with_the_next_packet()
    {
        var options = new MixOptions();
        using var pool = new ReceiverPool(options);
        using var uplink = new Uplink(options, new MixStatistics(), pool);
        Assert.Equal(0, pool.Count);
        Say();
        Assert.True(uplink.HoldsReceiver);
        TickFor(9);
        Assert.True(uplink.HoldsReceiver);
        TickFor(2);
        Assert.False(uplink.HoldsReceiver);
        Assert.Equal((1, 1), (pool.Count, pool.Free));
        Assert.True(uplink.IsIdle);
        Assert.Equal(0, AudioLevel.Rms(uplink.Frame));

        Say();
        Assert.True(uplink.Talks);
        Assert.Equal((1, 0), (pool.Count, pool.Free));

        // A room that slept gives back what was kept through it.
        TickFor(2);
        uplink.Skip(1_000);
        TickFor(0.02);
        Assert.False(uplink.HoldsReceiver);

        void Say()
        {
            for (int i = 0; i < 20; i++)
            {
                Fill(Loud);
                int length = _sender.SendDatagram(_frame, isSpeech: true, _datagram);
                uplink.Receive(_datagram.AsSpan(0, length), _now);
                TickFor(0.02);
            }
        }

        void TickFor(double seconds)
        {
            for (int i = 0; i < seconds * 50; i++)
            {
                _now += AudioFormat.FrameDuration;
                uplink.Tick(_now);
            }
        }
    }

    [Fact]
    public void Who_is_silent_is_not_decoded_and_a_word_is_from_its_first_loud_packet()
    {
        for (int i = 0; i < 200; i++)
        {
            Send(Soft);
            Assert.False(Tick());
            Assert.Equal(AudioLevel.Silence, _uplink.Level);
        }

        Assert.Equal(0, _statistics.Decodes);
        List<float> heard = [];
        for (int i = 0; i < 10; i++)
        {
            Send(Loud);
            Tick();
            heard.Add(AudioLevel.Rms(_uplink.Frame));
        }

        Assert.InRange(heard.FindIndex(rms => rms > 0.05f), 0, 2);
        Assert.InRange(_statistics.Decodes, 10, 13);
        Assert.Equal(20, _uplink.Level);
    }

    private sealed class NoSink : IPacketSink
    {
        public bool Send(ReadOnlySpan<byte> datagram) => true;

        public bool Queue(ReadOnlySpan<byte> datagram) => true;
    }

    private void Fill(float rms)
    {
        for (int i = 0; i < _frame.Length; i++)
        {
            _frame[i] = rms * MathF.Sqrt(2) * MathF.Sin(i * MathF.Tau / 96);
        }
    }

    private void Send(float rms)
    {
        Fill(rms);
        int length = _sender.SendDatagram(_frame, isSpeech: true, _datagram);
        _uplink.Receive(_datagram.AsSpan(0, length), _now);
    }

    private bool Tick()
    {
        _now += AudioFormat.FrameDuration;
        _uplink.Tick(_now);
        return _uplink.Talks;
    }
}
