using System.Text.Json;
using Mcu.Client.Commands;
using Mcu.Client.Session;
using Mcu.Common.Protocol;

namespace Mcu.Client.Narration;

// The words that stand for things in JSON lines. Stable: docs/headless.md and docs/protocol.md list them.
internal static class CodeNames
{
    // A code from a newer server has no name here; its sentence tells.
    public static string Of(ErrorCode code) => Enum.IsDefined(code) ? Snake(code.ToString()) : Snake(nameof(ErrorCode.Other));

    public static string Of(RefusalCode code) => Snake(code.ToString());

    public static string? Of(RequestOutcome outcome) => outcome.Kind switch
    {
        RequestOutcomeKind.Done => null,
        RequestOutcomeKind.NotSent => "too_many_requests",
        RequestOutcomeKind.SessionEnded => "session_ended",
        _ => Of(outcome.Code),
    };

    // A reason from a newer server is shown as "left" (docs/protocol.md).
    public static string Of(LeaveReason reason) => Snake((Enum.IsDefined(reason) ? reason : LeaveReason.Left).ToString());

    public static string Of(SessionEndKind kind) => Snake(kind.ToString());

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
