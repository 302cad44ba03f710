using System.Runtime.InteropServices;
using Mcu.Client.Audio.Processing.Interop;

namespace Mcu.Client.Audio.Processing;

// libspeexdsp refused a call of ours, or is not there; the message is a sentence for people. Here, and only here, a native
// status becomes an exception.
internal sealed class SpeexException(string message, Exception? inner = null) : Exception(message, inner)
{
    // The ctl functions know one answer for everything that is wrong.
    internal static void ThrowIfRefused(int result, string purpose)
    {
        if (result != 0)
        {
            throw new SpeexException($"libspeexdsp would not {purpose} ({result}).");
        }
    }

    // The resampler's functions have a status each.
    internal static void ThrowIfError(int result, string purpose)
    {
        if (result != LibSpeexDsp.RESAMPLER_ERR_SUCCESS)
        {
            string reason = Marshal.PtrToStringUTF8(LibSpeexDsp.speex_resampler_strerror(result)) ?? "unknown error";
            throw new SpeexException($"libspeexdsp could not {purpose}: {reason.TrimEnd('.')} ({result}).");
        }
    }
}
