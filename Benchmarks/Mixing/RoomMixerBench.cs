using BenchmarkDotNet.Attributes;
using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;

namespace Mcu.Benchmarks.Mixing;

/// <summary>One tick of a room in which two talk: 20 ms of everybody's sound, decoded, mixed and encoded.</summary>
[MemoryDiagnoser]
public class RoomMixerBench : IDisposable
{
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly float[] _tone = new float[AudioFormat.FrameSamples];
    private readonly MixStatistics _statistics = new();
    private readonly MixParticipant[] _talkers = new MixParticipant[2];
    private readonly MixStreamPool _streams = new(new OpusEncoderOptions());
    private RoomMixer _mixer = null!;
    private VoiceSender _voice = null!;
    private long _now = MonotonicClock.Second;

    [Params(2, 8, 64)]
    public int Participants { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _mixer = new RoomMixer(_streams, _statistics);
        _voice = new VoiceSender(new OpusEncoderOptions());
        for (int i = 0; i < _tone.Length; i++)
        {
            _tone[i] = 0.2f * MathF.Sin(2 * MathF.PI * 500 * i / AudioFormat.SampleRate);
        }

        for (int i = 0; i < Participants; i++)
        {
            var participant = new MixParticipant((ulong)i, new NoSink(), new MixOptions(), _statistics);
            _mixer.Add(participant);
            if (i < _talkers.Length)
            {
                _talkers[i] = participant;
            }
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _mixer.Dispose();
        _streams.Dispose();
        _voice.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Includes the one encode that makes what both talkers say.</summary>
    [Benchmark]
    public void Tick()
    {
        _now += AudioFormat.FrameDuration;
        int length = _voice.SendDatagram(_tone, isSpeech: true, _datagram);
        foreach (MixParticipant talker in _talkers)
        {
            talker.Receive(_datagram.AsSpan(0, length), _now - MonotonicClock.Millisecond);
        }

        _mixer.Tick(_now, TickTerms.Usual);
        _mixer.Sent(_now);
    }

    private sealed class NoSink : IPacketSink
    {
        public bool Send(ReadOnlySpan<byte> datagram) => true;

        public bool Queue(ReadOnlySpan<byte> datagram) => true;
    }
}
