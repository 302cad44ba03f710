using System.Runtime.InteropServices;

namespace Mcu.Client.Audio.Devices.Interop;

// Wall two: owns one open PaStream. Disposed amid a native call on another thread, it closes when that call is over. PortAudio
// opens and closes one stream at a time only, hence the gate.
internal sealed class PaStreamHandle : SafeHandle
{
    private readonly PortAudioGate _gate;

    internal PaStreamHandle(nint stream, PortAudioGate gate)
        : base(0, ownsHandle: true)
    {
        _gate = gate;
        SetHandle(stream);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _gate.Close(handle);
        return true;
    }
}
