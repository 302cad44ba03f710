using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// Tells a newcomer why it is turned away. msquic has no words for that; but it drops the datagrams of a connection that it closes, and
// reports each at the one moment at which a reason can be added, on the thread that turned the newcomer away. So one is left there.
internal static unsafe class Refusal
{
    // One byte that never goes out, with its descriptor; it lives as long as the process.
    private static readonly nint s_mark = MakeMark();

    [ThreadStatic]
    private static string? t_sentence;

    /// <summary>From native code, before the newcomer is refused. Where the peer takes no datagrams, it will hear no reason.</summary>
    internal static void Prepare(MsQuicLibrary library, nint handle, string sentence)
    {
        t_sentence = sentence;
        library.PutInFront(NativeCallbacks.Refusal, handle);
        _ = library.TrySend(handle, (QuicBuffer*)s_mark, 0);
    }

    /// <summary>From native code.</summary>
    internal static void HandleClosing(nint handle)
    {
        if (t_sentence is { } sentence)
        {
            t_sentence = null;
            MsQuicLibrary.Load().SetClosePhrase(handle, sentence);
        }
    }

    private static nint MakeMark()
    {
        QuicBuffer* mark = (QuicBuffer*)NativeMemory.AllocZeroed((nuint)(sizeof(QuicBuffer) + 1));
        mark->Length = 1;
        mark->Buffer = (byte*)(mark + 1);
        return (nint)mark;
    }
}
