using System.Diagnostics.CodeAnalysis;
using System.Text;
using Mcu.Common.Protocol;

namespace Mcu.Common.Addressing;

// Pure: the room's part of an invite. What is wrong with one is said in words that follow it: "is empty".
internal static class InviteRoom
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Null where the name can stand in an invite.
    public static string? Problem(string room)
    {
        if (room.Length > ProtocolLimits.MaxRoomBytes)
        {
            return $"has {room.Length} characters; allowed are {ProtocolLimits.MaxRoomBytes} bytes";
        }

        try
        {
            int bytes = s_strict.GetByteCount(room);
            return bytes == 0 ? "is empty"
                : bytes > ProtocolLimits.MaxRoomBytes ? $"has {bytes} bytes; allowed are {ProtocolLimits.MaxRoomBytes}"
                : room.Any(char.IsControl) ? "has a control character, which no room's name may have"
                : null;
        }
        catch (EncoderFallbackException)
        {
            return "has half a surrogate pair, which is no character";
        }
    }

    public static bool TryDecode(string encoded, [NotNullWhen(true)] out string? room, [NotNullWhen(false)] out string? problem)
    {
        room = null;
        var bytes = new List<byte>(Math.Min(encoded.Length, ProtocolLimits.MaxRoomBytes));
        for (int i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] != '%')
            {
                if (!IsPathCharacter(encoded[i]))
                {
                    problem = $"has {Quoted.Of(encoded[i].ToString())} at {i + 1}; allowed are letters and digits of ASCII, "
                        + "-._~!$&'()*+,;=:@ and percent-encoded UTF-8 for everything else";
                    return false;
                }

                bytes.Add((byte)encoded[i]);
            }
            else if (i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes.Add(Convert.FromHexString(encoded.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                problem = $"has {Quoted.Of(encoded[i..Math.Min(i + 3, encoded.Length)])} at {i + 1}; "
                    + "allowed is % before two hex digits";
                return false;
            }
        }

        string decoded;
        try
        {
            decoded = s_strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            problem = "is not UTF-8 when decoded";
            return false;
        }

        problem = Problem(decoded);
        room = problem is null ? decoded : null;
        return problem is null;
    }

    // pchar of RFC 3986 §3.3, but for the percent sign.
    private static bool IsPathCharacter(char c) =>
        char.IsAsciiLetterOrDigit(c) || "-._~!$&'()*+,;=:@".Contains(c, StringComparison.Ordinal);
}
