using System.Text;

namespace Mcu.Common.Transport;

// Text that a peer sent and a person will see: UTF-8 read forgivingly, control characters replaced.
internal static class PeerText
{
    internal static string Clean(ReadOnlySpan<byte> utf8)
    {
        char[] text = Encoding.UTF8.GetString(utf8).ToCharArray();
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
            {
                text[i] = ' ';
            }
        }

        return new string(text).Trim();
    }

    /// <summary>At most <see cref="TransportDefaults.MaxReasonBytes"/> bytes, cut between characters.</summary>
    internal static byte[] Encode(string reason)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(reason);
        int length = Math.Min(bytes.Length, TransportDefaults.MaxReasonBytes);
        while (length > 0 && length < bytes.Length && (bytes[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return bytes[..length];
    }
}
