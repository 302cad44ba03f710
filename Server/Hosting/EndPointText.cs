using System.Globalization;
using System.Net;

namespace Mcu.Server.Hosting;

// An address to listen on, as an operator writes it: 0.0.0.0:4433, [::]:4433. Names are none.
internal static class EndPointText
{
    // Null where it is none.
    public static IPEndPoint? Read(string text)
    {
        int colon = text.LastIndexOf(':');
        ReadOnlySpan<char> address = colon < 0 ? text : text.AsSpan(0, colon);
        bool bracketed = address.Length > 2 && address[0] == '[' && address[^1] == ']';
        // An IPv6 address without brackets cannot be told from its port.
        bool shaped = colon >= 0 && bracketed == address.Contains(':');
        return shaped
            && IPAddress.TryParse(bracketed ? address[1..^1] : address, out IPAddress? parsed)
            && ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? new IPEndPoint(parsed, port)
            : null;
    }
}
