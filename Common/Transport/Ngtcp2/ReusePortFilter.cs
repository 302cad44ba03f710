using System.Net.Sockets;
using System.Runtime.InteropServices;
using static Mcu.Common.Transport.Ngtcp2.Interop.LibC;

namespace Mcu.Common.Transport.Ngtcp2;

// Tells the kernel which of the sockets of one port a packet is for: by the first byte of the connection id that it is addressed to,
// which is ours to choose once a connection stands, and at random before. So a peer that moves stays with its thread, and many
// connections from one address and port are spread, where the kernel's own choice goes by addresses and ports.
internal static unsafe class ReusePortFilter
{
    private const ushort LoadByte = 0x30; // BPF_LD | BPF_B | BPF_ABS
    private const ushort JumpIfSet = 0x45; // BPF_JMP | BPF_JSET | BPF_K
    private const ushort Jump = 0x05; // BPF_JMP | BPF_JA
    private const ushort Modulo = 0x94; // BPF_ALU | BPF_MOD | BPF_K
    private const ushort Return = 0x16; // BPF_RET | BPF_A

    /// <summary>Attaches it to a socket, and so to all that share its port. They are counted in the order they were bound in.</summary>
    /// <returns>False where the kernel takes none: it goes by addresses and ports then, and packets are handed over.</returns>
    internal static bool TryAttach(Socket socket, int count)
    {
        // RFC 9000 §17: a long header has its id after version and length, a short one at once. A packet too short for either goes to
        // the first socket, which ignores it.
        ReadOnlySpan<sock_filter> program =
        [
            new() { code = LoadByte, k = 0 },
            new() { code = JumpIfSet, k = 0x80, jt = 0, jf = 2 },
            new() { code = LoadByte, k = 6 },
            new() { code = Jump, k = 1 },
            new() { code = LoadByte, k = 1 },
            new() { code = Modulo, k = (uint)count },
            new() { code = Return },
        ];
        fixed (sock_filter* instructions = program)
        {
            sock_fprog attached = new() { len = (ushort)program.Length, filter = instructions };
            try
            {
                socket.SetRawSocketOption(
                    SOL_SOCKET, SO_ATTACH_REUSEPORT_CBPF, MemoryMarshal.AsBytes(new ReadOnlySpan<sock_fprog>(in attached)));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }
    }
}
