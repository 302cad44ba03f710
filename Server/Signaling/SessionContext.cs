using Mcu.Server.Admission;
using Mcu.Server.Mixing;
using Mcu.Server.Rooms;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Signaling;

// What every session of a server shares.
internal sealed record SessionContext(
    Lobby Lobby,
    MixStatistics Statistics,
    RoomOptions Rooms,
    Func<SignalLimiter> NewLimiter,
    int VoiceRate,
    string Software,
    TimeProvider Time,
    ILogger Log)
{
    private volatile bool _isStopping;

    // Set once, when the server is being stopped: nobody joins any more.
    public bool IsStopping
    {
        get => _isStopping;
        set => _isStopping = value;
    }
}
