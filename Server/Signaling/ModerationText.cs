using Mcu.Common.Protocol;
using Mcu.Server.Rooms;

namespace Mcu.Server.Signaling;

// The sentences of refusals and kicks: what is so, and what is allowed. All fit the protocol's bytes, whatever people are called.
internal static class ModerationText
{
    // What a name may take of a sentence; the longest text around one takes 128 bytes less.
    private const int NameBytes = 88;

    // What somebody is shown who was put out.
    public static string PutOut(string hostName, string reason)
    {
        string sentence = $"{Short(hostName)} (the host) put you out of the room";
        return reason.Length == 0 ? $"{sentence}." : $"{sentence}: {reason}";
    }

    // Why a request was refused. `what` names it: "kick", "silence" or "block"; those about nobody else need none.
    public static Error Refuse(uint requestId, Refusal refusal, string what = "")
    {
        (ErrorCode code, string sentence) = refusal switch
        {
            Refusal.NotInRoom => (ErrorCode.NotInRoom, "You are in no room."),
            Refusal.NotHost(var host) => (ErrorCode.NotHost, $"Only the host may {what}; the host is {Short(host)}."),
            Refusal.NoSuchParticipant(var id) => (ErrorCode.NoSuchParticipant, $"Nobody here has the id {id}."),
            Refusal.Yourself => (ErrorCode.Yourself, $"You cannot {what} yourself."),
            Refusal.RoomFull(var capacity) =>
                (ErrorCode.RoomFull, $"The room has {Count(capacity, "participant")}, as many as it takes."),
            Refusal.TooManyRooms(var limit) =>
                (ErrorCode.TooManyRooms, $"The server has {Count(limit, "room")}, as many as it takes; one that exists may be joined."),
            Refusal.Kicked(var left) =>
                (ErrorCode.Kicked, $"You were put out of this room; you may join it again in {Duration(left)}."),
            Refusal.TooManyBlocks(var limit) =>
                (ErrorCode.Other, $"You have blocked {limit} people, as many as you may; unblock one of them first."),
            _ => throw new InvalidOperationException($"A refusal of type {refusal.GetType().Name} has no sentence."),
        };
        return new Error(requestId, code, sentence);
    }

    // Rounded up, so that nobody comes too early.
    private static string Duration(long nanoseconds)
    {
        long seconds = (nanoseconds + 999_999_999) / 1_000_000_000;
        return seconds <= 90 ? Count(seconds, "second") : Count((seconds + 59) / 60, "minute");
    }

    private static string Count(long number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";

    private static string Short(string name) => DisplayText.Shorten(name, NameBytes);
}
