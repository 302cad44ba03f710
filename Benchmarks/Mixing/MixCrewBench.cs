using BenchmarkDotNet.Attributes;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Server.Mixing;

namespace Mcu.Benchmarks.Mixing;

/// <summary>The work of one large tick, 64 encodes, on one mixing thread and shared by several that have nothing else to do.</summary>
[MemoryDiagnoser]
public class MixCrewBench : IDisposable
{
    private const int Parts = 64;

    private readonly Encodes _work = new();
    private MixCrew _crew = null!;
    private Thread[] _helpers = [];
    private IPreciseSleep[] _sleeps = [];
    private volatile bool _stopping;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _sleeps = [.. Enumerable.Range(0, Threads).Select(_ => PreciseSleep.ForThisSystem())];
        _crew = new MixCrew([.. _sleeps.Select(sleep => (Action)sleep.Wake)], static () => MonotonicClock.Now);
        _helpers = [.. Enumerable.Range(1, Threads - 1).Select(member => new Thread(() => Help(member)))];
        foreach (Thread helper in _helpers)
        {
            helper.Start();
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _stopping = true;
        for (int i = 0; i < _helpers.Length; i++)
        {
            _sleeps[i + 1].Wake();
            _helpers[i].Join();
        }

        _work.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void Tick() => _crew[0].Run(_work, Parts);

    // As a mixing thread whose rooms are all asleep.
    private void Help(int index)
    {
        CrewMember member = _crew[index];
        while (!_stopping)
        {
            if (!member.TryHelp())
            {
                member.Rest();
                if (!member.TryHelp())
                {
                    _sleeps[index].SleepUntil(long.MaxValue);
                }

                member.GetUp();
            }
        }
    }

    private sealed class Encodes : IMixWork, IDisposable
    {
        private readonly OpusEncoder[] _encoders = [.. Enumerable.Range(0, Parts).Select(_ => new OpusEncoder(new OpusEncoderOptions()))];
        private readonly byte[][] _packets = [.. Enumerable.Range(0, Parts).Select(_ => new byte[ProtocolLimits.MaxDatagramBytes])];
        private readonly float[] _tone = new float[AudioFormat.FrameSamples];

        public Encodes()
        {
            for (int i = 0; i < _tone.Length; i++)
            {
                _tone[i] = 0.2f * MathF.Sin(2 * MathF.PI * 500 * i / AudioFormat.SampleRate);
            }
        }

        public void RunPart(int part) => _encoders[part].Encode(_tone, _packets[part]);

        public void Dispose()
        {
            foreach (OpusEncoder encoder in _encoders)
            {
                encoder.Dispose();
            }
        }
    }
}
