using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;
using Mcu.Testing;
using Xunit.Abstractions;

namespace Mcu.Server.Tests.Mixing;

// What it does to the sound where a listener's packets come from another encoder all at once, in the room as it is: how far what
// is heard lies from what was mixed, in the frames after each move, against the same frames of a run without any move.
public sealed class SpliceTests(ITestOutputHelper output)
{
    private const int Frames = 2_400;

    // Frames looked at after each move, and those before it in which there must be speech too.
    private const int After = 5;

    private static readonly int s_lookahead = Lookahead();

    [Fact]
    public void Who_begins_and_ceases_to_talk_while_another_speaks_hears_no_splice()
    {
        var splits = new Distances();
        var joins = new Distances();
        for (int seed = 1; seed <= 3; seed++)
        {
            Recording still = Record(seed, talks: false);
            Recording moving = Record(seed, talks: true);
            Assert.Empty(still.Splits.Concat(still.Joins));
            splits.Add(moving.Splits, still, moving);
            joins.Add(moving.Joins, still, moving);
        }

        Check("to a primed stream", splits);
        Check("to a twin", joins);
    }

    private void Check(string move, Distances distances)
    {
        output.WriteLine($"{distances.Count[0]} moves {move}, in dB: no move, as it is, with an encoder that is not primed");
        for (int i = 0; i < After; i++)
        {
            output.WriteLine(
                $"  frame {i + 1}: {distances.Still(i):0.00}  {distances.Moving(i):0.00}  {distances.Unprimed(i):0.00}");
        }

        Assert.InRange(distances.Count[0], 40, 400);
        Assert.InRange(distances.Unprimed(0) - distances.Still(0), 2, 20);
        for (int i = 0; i < After; i++)
        {
            Assert.InRange(distances.Moving(i) - distances.Still(i), -1, 0.4);
        }
    }

    // Ann speaks all the time, and two more listen to her. Bob talks now and then, or he does not.
    private static Recording Record(int seed, bool talks)
    {
        var random = new Random(seed);
        using var room = new MixedRoom();
        MixedPerson ann = room.Join(Say.Speech(37 * seed));
        MixedPerson bob = room.Join();
        room.Join(2);
        bob.Listens = true;
        FrameSource speech = Say.Speech(250 + (91 * seed));
        var recording = new Recording();
        using var unprimed = new Unprimed();
        int change = 60;
        bool isTalking = false;
        for (int i = 0; i < Frames; i++)
        {
            if (i == change)
            {
                isTalking = !isTalking;
                change += isTalking ? random.Next(10, 25) : random.Next(45, 65);
                bob.Says = isTalking && talks ? speech : Say.Nothing;
            }

            MixStream? before = bob.Server.Downlink.Stream;
            bool wasTalking = bob.Server.Uplink.Talks;
            room.Tick();
            MixStream? stream = bob.Server.Downlink.Stream;
            bool isMove = before is not null && stream is not null && before != stream;
            if (isMove)
            {
                (bob.Server.Uplink.Talks && !wasTalking ? recording.Splits : recording.Joins).Add(i);
            }

            recording.Add(ann.Server.Uplink, unprimed, isMove);
        }

        recording.Heard.AddRange(bob.Heard);
        return recording;
    }

    private static int Lookahead()
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        return encoder.LookaheadSamples;
    }

    // What was mixed for Bob, what he heard, and what he would have heard from encoders that were not primed.
    private sealed class Recording
    {
        private readonly float[] _frame = new float[AudioFormat.FrameSamples];

        public List<int> Splits { get; } = [];

        public List<int> Joins { get; } = [];

        public List<float> Mixed { get; } = [];

        public List<float> Heard { get; } = [];

        public List<float> HeardUnprimed { get; } = [];

        public void Add(Uplink talker, Unprimed unprimed, bool isMove)
        {
            talker.Frame.CopyTo(_frame);
            MixKernels.SoftClip(_frame);
            Mixed.AddRange(_frame);
            HeardUnprimed.AddRange(unprimed.Hear(_frame, isMove, talker.Talks));
        }
    }

    // A listener who gets an encoder that has encoded nothing at every move.
    private sealed class Unprimed : IDisposable
    {
        private readonly OpusEncoder _encoder = new(new OpusEncoderOptions());
        private readonly OpusDecoder _decoder = new();
        private readonly byte[] _packet = new byte[1_275];
        private readonly float[] _heard = new float[AudioFormat.FrameSamples];

        public float[] Hear(float[] frame, bool isMove, bool isSent)
        {
            if (isMove)
            {
                _encoder.Reset();
            }

            _heard.AsSpan().Clear();
            if (isSent)
            {
                int length = _encoder.Encode(frame, _packet);
                Assert.True(_decoder.TryDecode(_packet.AsSpan(0, length), _heard));
            }

            return _heard;
        }

        public void Dispose()
        {
            _encoder.Dispose();
            _decoder.Dispose();
        }
    }

    // Sums over all moves, for each frame after it.
    private sealed class Distances
    {
        private readonly double[] _still = new double[After];
        private readonly double[] _moving = new double[After];
        private readonly double[] _unprimed = new double[After];

        public int[] Count { get; } = new int[After];

        public double Still(int frame) => _still[frame] / Count[frame];

        public double Moving(int frame) => _moving[frame] / Count[frame];

        public double Unprimed(int frame) => _unprimed[frame] / Count[frame];

        public void Add(List<int> moves, Recording still, Recording moving)
        {
            foreach (int move in moves)
            {
                for (int i = 0; i < After && move + i < Frames; i++)
                {
                    double without = Distance(move + i, still.Mixed, still.Heard);
                    double with = Distance(move + i, moving.Mixed, moving.Heard);
                    if (!double.IsNaN(without) && !double.IsNaN(with))
                    {
                        Count[i]++;
                        _still[i] += without;
                        _moving[i] += with;
                        _unprimed[i] += Distance(move + i, moving.Mixed, moving.HeardUnprimed);
                    }
                }
            }
        }

        private static double Distance(int frame, List<float> mixed, List<float> heard)
        {
            const int Samples = AudioFormat.FrameSamples;
            int start = frame * Samples;
            return LogSpectralDistance.Between(
                [.. mixed[(start - s_lookahead)..(start - s_lookahead + Samples)]],
                [.. heard[start..(start + Samples)]]).Decibels;
        }
    }
}
