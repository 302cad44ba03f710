using System.Buffers.Binary;
using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Audio;

// One voice stream through a virtual path into a jitter buffer, tick by tick in virtual time. The payload is the packet's
// number, so that what is played can be told without a codec.
internal sealed class StreamSimulation(JitterBuffer buffer, VirtualPath<StreamSimulation.Sent> path)
{
    private readonly byte[] _payload = new byte[1275];
    private readonly byte[] _number = new byte[8];
    private long _nextSend;
    private long _nextTick = MonotonicClock.Second;
    private long _packets;
    private long _frames;
    private long _lastPlayed = -1;

    internal readonly record struct Sent(long Number, uint Sequence, uint Timestamp, bool Starts, byte Level, long At);

    // Of the sender's clock: 1.001 sends 0.1 % too fast.
    internal double SenderSpeed { get; init; } = 1;

    internal uint FirstSequence { get; init; }

    internal uint FirstTimestamp { get; init; }

    // What the sender does with its n-th frame.
    internal Func<long, bool> Speaks { get; init; } = _ => true;

    // Quiet frames from before a talkspurt that the sender sends with its first frame.
    internal int PreSpeech { get; init; }

    internal Func<long, byte> Level { get; init; } = _ => 20;

    // When the ticks are, relative to the moments of sending.
    internal long Phase { get; init; } = 7 * MonotonicClock.Millisecond;

    internal Dictionary<PlayoutKind, int> Kinds { get; } = Enum.GetValues<PlayoutKind>().ToDictionary(kind => kind, _ => 0);

    // From sending to playing, for every packet played, in nanoseconds; for pre-speech from when it should have been sent.
    internal List<long> Delays { get; } = [];

    // When those were played.
    internal List<long> PlayedAt { get; } = [];

    internal List<PlayoutKind> Ticks { get; } = [];

    internal long Now => _nextTick;

    internal void Run(TimeSpan duration)
    {
        _nextSend = _nextSend == 0 ? _nextTick - Phase : _nextSend;
        long end = _nextTick + (duration.Ticks * 100);
        for (; _nextTick < end; _nextTick += AudioFormat.FrameDuration)
        {
            while (_nextSend <= _nextTick)
            {
                Send();
                _nextSend += (long)(AudioFormat.FrameDuration / SenderSpeed);
            }

            while (path.TryReceive(_nextTick, out Sent sent, out long arrival))
            {
                BinaryPrimitives.WriteInt64LittleEndian(_number, sent.Number);
                buffer.Insert(sent.Sequence, sent.Timestamp, sent.Starts, sent.Level, _number, arrival);
                _sentAt[sent.Number] = sent.At;
            }

            Tick();
        }
    }

    // The receiver stalls: so many ticks are not run.
    internal void LeaveOut(int ticks) => _nextTick += ticks * AudioFormat.FrameDuration;

    private readonly Dictionary<long, long> _sentAt = [];

    private void Send()
    {
        long frame = _frames++;
        if (!Speaks(frame))
        {
            return;
        }

        bool starts = frame == 0 || !Speaks(frame - 1);
        for (long before = starts ? Math.Min(PreSpeech, frame) : 0; before >= 0; before--)
        {
            uint timestamp = FirstTimestamp + (uint)((frame - before) * AudioFormat.FrameSamples);
            byte level = before > 0 ? (byte)60 : Level(frame);
            long at = _nextSend - (before * AudioFormat.FrameDuration);
            path.Send(new Sent(_packets, FirstSequence + (uint)_packets, timestamp, starts, level, at), _nextSend);
            starts = false;
            _packets++;
        }
    }

    private void Tick()
    {
        PlayoutDecision decision = Next();
        if (decision.Kind == PlayoutKind.Accelerate)
        {
            PlayoutDecision second = Next();
            Assert.Equal(PlayoutKind.Packet, second.Kind);
        }
    }

    private PlayoutDecision Next()
    {
        PlayoutDecision decision = buffer.Next(_nextTick, _payload);
        Kinds[decision.Kind]++;
        Ticks.Add(decision.Kind);
        if (decision.Kind is PlayoutKind.Packet or PlayoutKind.Accelerate)
        {
            long number = BinaryPrimitives.ReadInt64LittleEndian(_payload);
            Assert.True(number > _lastPlayed, $"packet {number} was played after {_lastPlayed}");
            Assert.Equal(FirstSequence + (uint)number, decision.Sequence);
            _lastPlayed = number;
            Delays.Add(_nextTick - _sentAt[number]);
            PlayedAt.Add(_nextTick);
        }

        return decision;
    }
}
