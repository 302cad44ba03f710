using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Mcu.Benchmarks.Load;

// UDP packets that the kernel threw away because a socket's buffer was full when they came: at the sockets of the server, and at ours
// that are connected to it.
internal readonly record struct SocketDrops(long AtServer, long AtGenerator)
{
    private const int LocalColumn = 1;
    private const int RemoteColumn = 2;
    private const int DropsColumn = 12;

    // Of the sockets that are open now. Where the server runs elsewhere, its own are not among them.
    public static SocketDrops Of(IPEndPoint server)
    {
        string table = server.AddressFamily == AddressFamily.InterNetwork ? "/proc/net/udp" : "/proc/net/udp6";
        return Sum(File.ReadLines(table), server.Port);
    }

    // Lines as proc(5) has them: a head, then one per socket with hexadecimal ADDRESS:PORT and, last, its drops. Pure.
    public static SocketDrops Sum(IEnumerable<string> lines, int port)
    {
        string suffix = string.Create(CultureInfo.InvariantCulture, $":{port:X4}");
        (long server, long generator) = (0, 0);
        foreach (string line in lines.Skip(1))
        {
            string[] columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (columns.Length <= DropsColumn || !long.TryParse(columns[DropsColumn], CultureInfo.InvariantCulture, out long drops))
            {
                continue;
            }

            server += columns[LocalColumn].EndsWith(suffix, StringComparison.Ordinal) ? drops : 0;
            generator += columns[RemoteColumn].EndsWith(suffix, StringComparison.Ordinal) ? drops : 0;
        }

        return new SocketDrops(server, generator);
    }
}
