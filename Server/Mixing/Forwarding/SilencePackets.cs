using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Server.Mixing;

// Datagrams of silence, encoded once for everybody: where a voice is cut off that was being passed on, they let the listener's
// decoder fade out, since there is no encoder that knows what it has heard.
internal static class SilencePackets
{
    // A decoder's gain falls by some 20 dB with each.
    public const int Count = 3;

    private static readonly byte[][] s_datagrams = Make();

    // Copies one of them, with a header that lacks the listener's numbers. `left`: how many are to be sent, 1 to Count.
    public static int CopyTo(int left, Span<byte> datagram)
    {
        byte[] source = s_datagrams[Count - left];
        source.CopyTo(datagram);
        return source.Length;
    }

    private static byte[][] Make()
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        float[] silence = new float[AudioFormat.FrameSamples];
        byte[][] datagrams = new byte[Count][];
        byte[] buffer = new byte[ProtocolLimits.MaxDatagramBytes];
        for (int i = 0; i < Count; i++)
        {
            int length = encoder.Encode(silence, buffer.AsSpan(VoiceHeader.Size));
            new VoiceHeader(false, false, AudioLevel.Silence, 0, 0).WriteTo(buffer);
            datagrams[i] = buffer[..(VoiceHeader.Size + length)];
        }

        return datagrams;
    }
}
