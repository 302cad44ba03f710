using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// Somebody in a mixed room. Of every packet it holds that the numbers go on: the sequence by one, the timestamp by a frame per
// tick; by a frame at least once it has been sent another's packets as they came, which come between the ticks.
internal sealed class MixedPerson : IPacketSink, IDisposable
{
    private static readonly float[] s_silence = new float[AudioFormat.FrameSamples];

    private readonly VoiceSender _sender;
    private readonly OpusDecoder _decoder = new();
    private readonly float[] _frame = new float[AudioFormat.FrameSamples];
    private readonly byte[] _datagram = new byte[ProtocolLimits.MaxDatagramBytes];
    private readonly List<float> _heard = [];
    private readonly byte[] _payload = new byte[ProtocolLimits.MaxDatagramBytes];
    private int _length;
    private bool _isSent;
    private bool _wasSent;
    private bool _wasForwarded;
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
        _wasForwarded |= Server.IsForwarded;
        if (!VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload)
            || header.Sequence != Count
            || (_wasForwarded ? !IsLater(header) : _isSent || header.Timestamp != _nextTimestamp || header.TalkspurtStart == _wasSent))
        {
            Assert.Fail($"{header} is no packet {Count} at {_nextTimestamp} after {(_wasSent ? "sound" : "silence")}.");
        }

        if (_isSent && Listens)
        {
            Decode(); // of the tick in which it was moved: what was passed on before, and then the mix
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
        if (Listens && _wasSent)
        {
            Decode();
        }
        else if (Listens)
        {
            _heard.AddRange(s_silence);
        }
    }

    private bool IsLater(in VoiceHeader header) =>
        Count == 0 || unchecked((int)(header.Timestamp - Last.Timestamp)) >= AudioFormat.FrameSamples;

    private void Decode()
    {
        Assert.True(_decoder.TryDecode(_payload.AsSpan(0, _length), _frame));
        _heard.AddRange(_frame);
    }

    public void Dispose()
    {
        _sender.Dispose();
        _decoder.Dispose();
    }
}
