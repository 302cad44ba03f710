using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// Somebody in a mixed room. Of every packet it holds that the numbers go on: the sequence by one, the timestamp by a frame per
// tick.
internal sealed class MixedPerson : IPacketSink, IDisposable
{
    private readonly VoiceSender _sender;
    private readonly OpusDecoder _decoder = new();
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly List<float> _heard = [];
    private readonly byte[] _payload = new byte[ProtocolLimits.MaxDatagramBytes];
    private int _length;
    private bool _isSent;
    private bool _wasSent;
    private uint _nextTimestamp;

    public MixedPerson(ulong id, MixOptions options, MixStatistics statistics)
    {
        _sender = new VoiceSender(options.Encoder);
        Server = new MixParticipant(id, this, options, statistics);
    }

    public FrameSource Says { get; set; } = Say.Nothing;

    public MixParticipant Server { get; }

    // Whether what it is sent is decoded and kept.
    public bool Listens { get; set; }

    public uint Count { get; private set; }

    public VoiceHeader Last { get; private set; }

    // The packet of the last tick, where there was one.
    public ReadOnlySpan<byte> Payload => _wasSent ? _payload.AsSpan(0, _length) : default;

    // What it heard while it listened: a frame per tick, silence where nothing came.
    public ReadOnlySpan<float> Heard => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_heard);

    public ReadOnlySpan<float> LastHeard(int ticks) => Heard[^(ticks * AudioFormat.FrameSamples)..];

    public void Speak(long now)
    {
        if (!Says(_frame))
        {
            _sender.StaySilent();
            return;
        }

        int length = _sender.SendDatagram(_frame, isSpeech: true, _datagram);
        Server.Receive(_datagram.AsSpan(0, length), now);
    }

    public bool Send(ReadOnlySpan<byte> datagram)
    {
        if (!VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload)
            || _isSent || header.Sequence != Count || header.Timestamp != _nextTimestamp || header.TalkspurtStart == _wasSent)
        {
            Assert.Fail($"{header} is no packet {Count} at {_nextTimestamp} after {(_wasSent ? "sound" : "silence")}.");
        }

        payload.CopyTo(_payload);
        _length = payload.Length;
        _isSent = true;
        Count++;
        Last = header;
        return true;
    }

    public bool Queue(ReadOnlySpan<byte> datagram) => Send(datagram);

    public void EndTick()
    {
        _nextTimestamp = unchecked(_nextTimestamp + AudioFormat.FrameSamples);
        _wasSent = _isSent;
        _isSent = false;
        if (Listens)
        {
            _frame.AsSpan().Clear();
            if (_wasSent)
            {
                Assert.True(_decoder.TryDecode(Payload, _frame));
            }

            _heard.AddRange(_frame);
        }
    }

    public void Dispose()
    {
        _sender.Dispose();
        _decoder.Dispose();
    }
}
