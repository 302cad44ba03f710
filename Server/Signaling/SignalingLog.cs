using System.Net;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Microsoft.Extensions.Logging;

namespace Mcu.Server.Signaling;

// What signaling logs. No names of people: ids are enough to follow someone through a log.
internal static partial class SignalingLog
{
    public const string Category = "mcu.signaling";

    [LoggerMessage(1, LogLevel.Debug, "{Peer} connected")]
    public static partial void Connected(ILogger log, IPEndPoint peer);

    [LoggerMessage(2, LogLevel.Information, "{Peer} joined as {Id} in room {Room}, identity {Identity}")]
    public static partial void Joined(ILogger log, IPEndPoint peer, ulong id, string room, string identity);

    [LoggerMessage(3, LogLevel.Information, "{Peer} left as {Id}: {Reason}")]
    public static partial void Left(ILogger log, IPEndPoint peer, ulong id, LeaveReason reason);

    [LoggerMessage(4, LogLevel.Warning, "{Peer} broke the protocol: {Sentence}")]
    public static partial void Violation(ILogger log, IPEndPoint peer, string sentence);

    [LoggerMessage(5, LogLevel.Warning, "{Peer} reads too slowly, {Bytes} bytes waited")]
    public static partial void SlowReader(ILogger log, IPEndPoint peer, int bytes);

    [LoggerMessage(6, LogLevel.Error, "{Peer}: the session failed")]
    public static partial void Failed(ILogger log, IPEndPoint peer, Exception failure);

    [LoggerMessage(
        7,
        LogLevel.Debug,
        "{Peer} ended by {By}, code {Code}: {Reason} (datagrams: {Received} received, {Sent} sent, {Blocked} blocked, {Lost} lost)")]
    public static partial void Ended(
        ILogger log,
        IPEndPoint peer,
        EndedBy by,
        ulong code,
        string reason,
        long received,
        long sent,
        long blocked,
        long lost);

    [LoggerMessage(8, LogLevel.Information, "stopping; connected clients, who are told: {Count}")]
    public static partial void Stopping(ILogger log, int count);

    [LoggerMessage(9, LogLevel.Warning, "clients that did not leave in time and were cut off: {Count}")]
    public static partial void CutOff(ILogger log, int count);

    [LoggerMessage(10, LogLevel.Information, "{Peer}, who is {Host}, put {Id} out of their room")]
    public static partial void Kicked(ILogger log, IPEndPoint peer, ulong host, ulong id);
}
