using System.Net.Quic;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Mcu.Common.Transport.MsQuic.Interop;

namespace Mcu.Common.Transport.MsQuic;

// The one place that reaches what is private in System.Net.Quic: the native handles of a connection and of a listener, the callbacks that
// msquic calls for them, and the entry of the very library that was loaded. All is looked up once and compared with what we know; what
// has another name or shape one day makes the backend unavailable, with a sentence that says what it was.
internal sealed class QuicInternals
{
    private static readonly Assembly s_quic = typeof(QuicConnection).Assembly;

    private readonly FieldInfo _connectionHandle;
    private readonly FieldInfo _listenerHandle;

    private QuicInternals()
    {
        _connectionHandle = HandleField(typeof(QuicConnection));
        _listenerHandle = HandleField(typeof(QuicListener));
        ConnectionCallback = Callback(typeof(QuicConnection), "Microsoft.Quic.QUIC_CONNECTION_EVENT");
        ListenerCallback = Callback(typeof(QuicListener), "Microsoft.Quic.QUIC_LISTENER_EVENT");
        CheckEvents();
        OpenVersion = EntryPoint();
    }

    /// <summary>System.Net.Quic's own callback for connections, as msquic calls it.</summary>
    internal nint ConnectionCallback { get; }

    /// <summary>The same for listeners.</summary>
    internal nint ListenerCallback { get; }

    /// <summary>The library's <c>MsQuicOpenVersion</c>.</summary>
    internal nint OpenVersion { get; }

    /// <summary>Only where <see cref="QuicConnection.IsSupported"/>.</summary>
    /// <exception cref="TransportException">Something was not found; the message names it.</exception>
    internal static QuicInternals Find() => new();

    /// <summary>Why System.Net.Quic says that it is not supported, in its own words, if it says so.</summary>
    internal static string? WhyUnsupported() =>
        s_quic.GetType("System.Net.Quic.MsQuicApi")
            ?.GetProperty("NotSupportedReason", BindingFlags.Static | BindingFlags.NonPublic)?.GetValue(null) as string;

    internal SafeHandle HandleOf(QuicConnection connection) => (SafeHandle)_connectionHandle.GetValue(connection)!;

    internal SafeHandle HandleOf(QuicListener listener) => (SafeHandle)_listenerHandle.GetValue(listener)!;

    internal static FieldInfo HandleField(Type owner)
    {
        FieldInfo? field = owner.GetField("_handle", BindingFlags.Instance | BindingFlags.NonPublic);
        return field is not null && field.FieldType.IsAssignableTo(typeof(SafeHandle)) ? field : throw Missing($"{owner.Name}._handle");
    }

    internal static nint Callback(Type owner, string eventType)
    {
        MethodInfo? method = owner.GetMethod("NativeCallback", BindingFlags.Static | BindingFlags.NonPublic);
        bool fits = method?.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.CallConvs is [var convention]
            && convention == typeof(CallConvCdecl)
            && method.ReturnType == typeof(int)
            && method.GetParameters() is [var handle, var context, var @event]
            && handle.ParameterType.IsPointer && context.ParameterType == typeof(void).MakePointerType()
            && @event.ParameterType.IsPointer && @event.ParameterType.GetElementType()?.FullName == eventType;
        return fits ? method!.MethodHandle.GetFunctionPointer() : throw Missing($"{owner.Name}.NativeCallback");
    }

    /// <summary>Whether System.Net.Quic was built with the numbers that are written here, too.</summary>
    internal static void CheckEvents()
    {
        const string Name = "Microsoft.Quic.QUIC_CONNECTION_EVENT_TYPE";
        Type events = s_quic.GetType(Name) ?? throw Missing(Name);
        foreach (QUIC_CONNECTION_EVENT_TYPE known in Enum.GetValues<QUIC_CONNECTION_EVENT_TYPE>())
        {
            if (!Enum.TryParse(events, known.ToString(), out object? number) || Convert.ToUInt32(number, null) != (uint)known)
            {
                throw Missing($"{Name}.{known} = {(uint)known}");
            }
        }
    }

    private static nint EntryPoint()
    {
        FieldInfo? field = s_quic.GetType("System.Net.Quic.MsQuicApi")
            ?.GetField("MsQuicOpenVersion", BindingFlags.Static | BindingFlags.NonPublic);
        return field is { FieldType.IsFunctionPointer: true } && field.GetValue(null) is nint entry and not 0
            ? entry
            : throw Missing("MsQuicApi.MsQuicOpenVersion");
    }

    private static TransportException Missing(string what) => new(
        TransportError.LibraryMissing,
        $"The msquic transport knows System.Net.Quic as of .NET 10, and did not find {what} in version {Environment.Version}.");
}
