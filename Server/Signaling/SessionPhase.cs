namespace Mcu.Server.Signaling;

// How far the conversation has come.
//
//   AwaitingHello ──hello──▶ OutsideRoom ──join──▶ InRoom
//                                 ▲                   │
//                                 └──────leave────────┘
//
// Any of them ends with the connection. Until the first join is answered with success a deadline runs.
internal enum SessionPhase
{
    AwaitingHello,
    OutsideRoom,
    InRoom,
}
