using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;
using Mcu.Common.Voice;
using Mcu.Server.Mixing;
using Mcu.Server.Tests.Simulation;

namespace Mcu.Server.Tests.Mixing;

// Somebody in a mixed room. Of every packet it holds that the numbers go on: the sequence by one, and a mix's timestamp by a frame
// per tick.
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
    private readonly float[] _decoded = new float[AudioFormat.FrameSamples];
    private bool _isMixed = true;
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

    // Another's packet, passed on as it came: at any time, and where a word begins several at once.
    public bool Send(ReadOnlySpan<byte> datagram)
    {
        Take(datagram, isMixed: false);
        return true;
    }

    // A mix, or silence in which a voice that was being passed on fades out.
    public bool Queue(ReadOnlySpan<byte> datagram)
    {
        Take(datagram, isMixed: !Server.IsForwarded);
        return true;
    }

    public void EndTick()
    {
        _nextTimestamp = unchecked(_nextTimestamp + AudioFormat.FrameSamples);
        _wasSent = _isSent;
        _isSent = false;
        if (Listens && !_wasSent)
        {
            _heard.AddRange(s_silence);
        }
    }

    public void Dispose()
    {
        _sender.Dispose();
        _decoder.Dispose();
    }

    private void Take(ReadOnlySpan<byte> datagram, bool isMixed)
    {
        if (!VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload)
            || header.Sequence != Count || !IsInTime(header, isMixed))
        {
            Assert.Fail($"{header} is no packet {Count} at {_nextTimestamp} after {(_wasSent ? "sound" : "silence")} and {Last}.");
        }

        payload.CopyTo(_payload);
        _length = payload.Length;
        _isSent = true;
        _isMixed = isMixed;
        _nextTimestamp = header.Timestamp;
        Count++;
        Last = header;
        if (Listens)
        {
            Assert.True(_decoder.TryDecode(payload, _decoded));
            _heard.AddRange(_decoded);
        }
    }

    // A mix comes once a tick; time that another's packets went by only goes forward.
    private bool IsInTime(in VoiceHeader header, bool isMixed) => isMixed && _isMixed
        ? !_isSent && header.Timestamp == _nextTimestamp && header.TalkspurtStart != _wasSent
        : Count == 0 || unchecked((int)(header.Timestamp - Last.Timestamp)) > 0;
}
