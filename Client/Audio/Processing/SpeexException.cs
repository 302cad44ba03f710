using System.Runtime.InteropServices;
using Mcu.Client.Audio.Processing.Interop;

namespace Mcu.Client.Audio.Processing;

/// <summary>libspeexdsp refused a call of ours, or is not there; the message is a sentence for people.</summary>
internal sealed class SpeexException(string message, Exception? inner = null) : Exception(message, inner)
{
    // The one place where a native status becomes an exception.
    internal static void ThrowIfError(int result, string purpose)
    {
        if (result != LibSpeexDsp.RESAMPLER_ERR_SUCCESS)
        {
            string reason = Marshal.PtrToStringUTF8(LibSpeexDsp.speex_resampler_strerror(result)) ?? "unknown error";
            throw new SpeexException($"libspeexdsp could not {purpose}: {reason.TrimEnd('.')} ({result}).");
        }
    }
}
