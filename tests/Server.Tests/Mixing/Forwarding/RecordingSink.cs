using Mcu.Common.Protocol;
using Mcu.Server.Mixing;

namespace Mcu.Server.Tests.Mixing;

// Keeps what a listener is sent.
internal sealed class RecordingSink : IPacketSink
{
    public bool Records { get; set; } = true;

    public List<VoiceHeader> Headers { get; } = [];

    public List<byte[]> Payloads { get; } = [];

    public uint[] Sequences => [.. Headers.Select(header => header.Sequence)];

    public bool Send(ReadOnlySpan<byte> datagram)
    {
        if (Records)
        {
            Assert.True(VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload));
            Headers.Add(header);
            Payloads.Add(payload.ToArray());
        }

        return true;
    }

    public bool Queue(ReadOnlySpan<byte> datagram) => Send(datagram);
}
