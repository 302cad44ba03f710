using System.Runtime.InteropServices;
using Mcu.Common.Opus.Interop;

namespace Mcu.Common.Opus;

/// <summary>libopus refused a call of ours, or is not there; the message is a sentence for people.</summary>
public sealed class OpusException : Exception
{
    /// <summary>Makes one with a sentence.</summary>
    public OpusException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>libopus' own error code (opus_defines.h), or 0.</summary>
    public int NativeCode { get; private init; }

    // The one place where a native status becomes an exception.
    internal static void ThrowIfError(int result, string purpose)
    {
        if (result < LibOpus.OPUS_OK)
        {
            string reason = Marshal.PtrToStringUTF8(LibOpus.opus_strerror(result)) ?? "unknown error";
            throw new OpusException($"libopus could not {purpose}: {reason} ({result}).") { NativeCode = result };
        }
    }
}
