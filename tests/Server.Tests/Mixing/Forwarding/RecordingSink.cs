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

    // What it throws instead of taking a datagram.
    public Exception? Fails { get; set; }

    public bool Send(ReadOnlySpan<byte> datagram)
    {
        if (Fails is { } failure)
        {
            throw failure;
        }

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
