using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Testing.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

public class ConferenceSessionTests
{
    [Fact]
    public async Task Joining_tells_who_is_there_and_who_is_host()
    {
        (FakeServer server, ConferenceSession session) =
            await FakeServer.JoinedAsync(new RosterEntry(3, "Ben"), new RosterEntry(5, "Cleo"));
        Assert.Equal(["Ben", "Cleo", "Ana"], Names(session));
        Assert.Equal(("Ana", "Ben", "lobby"), (session.Roster.SelfName, session.Roster.Host!.Name, session.Room));
        await server.Connection.CloseAsync(0, "");
    }

    [Fact]
    public async Task A_long_roster_comes_in_parts()
    {
        var server = new FakeServer();
        Task<ConferenceSession> joining = server.JoinAsync();
        Join join = await server.WelcomeAsync();
        RosterEntry[] all = [.. Enumerable.Range(1, 450).Select(i => new RosterEntry((ulong)i, $"P{i}"))];
        foreach (ControlMessage message in RosterPaging.Split(new Joined(join.RequestId, 450, "lobby", 1, all, false)))
        {
            await server.SendAsync(message);
        }

        ConferenceSession session = await joining;
        Assert.Equal(all.Select(entry => entry.Name), Names(session));
        Assert.Equal("P450", session.Roster.SelfName);
    }

    [Fact]
    public async Task Who_comes_and_goes_is_told_in_order()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync(new RosterEntry(3, "Ben"));
        await server.SendAsync(new ParticipantJoined(9, "Cleo"));
        await server.SendAsync(new ParticipantJoined(9, "Cleo again"));
        await server.SendAsync(new ParticipantLeft(3, LeaveReason.ConnectionLost));
        await server.SendAsync(new ParticipantLeft(99, LeaveReason.Left));
        await server.SendAsync(new HostChanged(7));
        await server.SendAsync(new Error(0, ErrorCode.Other, "A sentence."));
        var events = new List<SessionEvent>();
        await foreach (SessionEvent happened in session.Events.ReadAllAsync())
        {
            events.Add(happened);
            if (happened is SessionEvent.Notice)
            {
                await server.Connection.CloseAsync((ulong)CloseCode.SlowReader, "Too slow.");
            }
        }

        var joined = Assert.IsType<SessionEvent.Joined>(events[0]);
        Assert.Equal(("lobby", 2), (joined.Room, joined.Present.Count));
        Assert.Equal(
            [
                new SessionEvent.Came(new Participant(9, "Cleo")),
                new SessionEvent.Left(new Participant(3, "Ben") { IsHost = true }, LeaveReason.ConnectionLost),
                new SessionEvent.HostChanged(new Participant(7, "Ana") { IsHost = true, IsSelf = true }),
                new SessionEvent.Notice(ErrorCode.Other, "A sentence."),
            ],
            events[1..]);
        Assert.Equal(
            new SessionEnd(SessionEndKind.ClosedByServer, (ulong)CloseCode.SlowReader, "Too slow."), await session.Ended);
        Assert.Equal(["Ana", "Cleo"], Names(session));
        Assert.Equal(["Ben", "Ana", "Cleo"], session.Roster.Everyone);
    }

    [Fact]
    public async Task Leaving_says_goodbye_first()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync();
        Task<SessionEnd> leaving = session.LeaveAsync();
        Leave leave = await server.ExpectAsync<Leave>();
        await server.SendAsync(new Ok(leave.RequestId));
        Assert.Equal(SessionEndKind.Left, (await leaving).Kind);
        Assert.Equal(new ConnectionEnd(EndedBy.Peer, 0, ""), await server.Connection.Ended);
        Assert.Equal(SessionEndKind.Left, (await session.LeaveAsync()).Kind);
    }

    [Fact]
    public async Task A_server_that_is_stopped_is_left_at_once()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync();
        await server.SendAsync(new ServerShuttingDown("Back in five minutes."));
        SessionEnd end = await session.Ended;
        Assert.Equal((SessionEndKind.ServerShutDown, "Back in five minutes."), (end.Kind, end.Reason));
        Assert.Equal(new ConnectionEnd(EndedBy.Peer, (ulong)CloseCode.Normal, ""), await server.Connection.Ended);
    }

    [Fact]
    public async Task A_server_that_vanishes_is_a_lost_connection()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync();
        ((InMemoryConnection)server.Connection).Vanish();
        Assert.Equal(SessionEndKind.ConnectionLost, (await session.Ended).Kind);
    }

    [Fact]
    public async Task A_server_that_breaks_the_protocol_is_closed_with_a_code()
    {
        (FakeServer server, ConferenceSession session) = await FakeServer.JoinedAsync();
        await server.Stream.WriteAsync(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF });
        SessionEnd end = await session.Ended;
        Assert.Equal((SessionEndKind.ConnectionLost, (ulong)CloseCode.FrameTooLarge), (end.Kind, end.Code));
        Assert.Equal((ulong)CloseCode.FrameTooLarge, (await server.Connection.Ended).Code);
    }

    [Fact]
    public async Task A_refusal_is_the_servers_sentence_without_its_control_characters()
    {
        var server = new FakeServer();
        Task<ConferenceSession> joining = server.JoinAsync();
        Join join = await server.WelcomeAsync();
        await server.SendAsync(new Error(join.RequestId, ErrorCode.RoomFull, "The room is full."));
        var refusal = await Assert.ThrowsAsync<SessionException>(() => joining);
        Assert.Equal("The server refused: The room is full.", refusal.Message);
        Assert.Equal(EndedBy.Peer, (await server.Connection.Ended).By);
    }

    [Fact]
    public async Task A_connection_closed_before_joining_is_told_with_code_and_reason()
    {
        var server = new FakeServer();
        Task<ConferenceSession> joining = server.JoinAsync();
        await server.AcceptAsync();
        await server.Connection.CloseAsync((ulong)CloseCode.ServerFull, "1000 connections are enough.");
        var refusal = await Assert.ThrowsAsync<SessionException>(() => joining);
        Assert.Equal("The server closed the connection: ServerFull (7): 1000 connections are enough.", refusal.Message);
    }

    [Fact]
    public async Task A_certificate_that_the_check_refuses_ends_it_with_the_checks_sentence()
    {
        var server = new FakeServer();
        bool connected = false;
        SessionOptions options = server.Options() with { Check = _ => "Not this one.", Connected = () => connected = true };
        var refusal = await Assert.ThrowsAsync<TransportException>(() => server.JoinAsync(options));
        Assert.Equal((TransportError.NotTrusted, "Not this one."), (refusal.Error, refusal.Message));
        Assert.False(connected);
    }

    [Fact]
    public async Task Being_connected_is_told_before_anything_is_said()
    {
        var server = new FakeServer();
        bool connected = false;
        Task<ConferenceSession> joining = server.JoinAsync(server.Options() with { Connected = () => connected = true });
        Join join = await server.WelcomeAsync();
        Assert.True(connected);
        await server.SendAsync(new Error(join.RequestId, ErrorCode.RoomFull, "The room is full."));
        await Assert.ThrowsAsync<SessionException>(() => joining);
    }

    [Fact]
    public async Task The_server_is_shown_who_we_are_where_we_are_somebody()
    {
        var server = new FakeServer();
        using X509Certificate2 certificate = FakeServer.MakeCertificate();
        Task letIn = server.LetInAsync();
        await server.JoinAsync(server.Options() with { Certificate = certificate });
        await letIn;
        Assert.Equal(CertificateFingerprint.Of(certificate.RawData), server.Connection.PeerFingerprint);
    }

    [Fact]
    public async Task A_connection_whose_datagrams_hold_no_voice_is_refused()
    {
        var server = new FakeServer(new InMemoryTransport { MaxDatagramSize = 10 });
        var refusal = await Assert.ThrowsAsync<SessionException>(() => server.JoinAsync());
        Assert.Equal("The server takes datagrams of 10 bytes at most; voice needs 11 or more.", refusal.Message);
    }

    [Fact]
    public async Task Every_address_is_tried()
    {
        var server = new FakeServer();
        Task letIn = server.LetInAsync();
        var nobody = new IPEndPoint(IPAddress.Loopback, 1);
        SessionOptions options = server.Options() with { EndPoints = [nobody, server.EndPoint] };
        ConferenceSession session = await server.JoinAsync(options);
        await letIn;
        Assert.Equal(["Ana"], Names(session));
    }

    [Fact]
    public async Task A_server_that_chooses_an_unknown_version_is_refused()
    {
        var server = new FakeServer();
        Task<ConferenceSession> joining = server.JoinAsync();
        await server.AcceptAsync();
        Hello hello = await server.ExpectAsync<Hello>();
        await server.SendAsync(new Welcome(hello.RequestId, 9, "fake/9", 1010, 64));
        await Assert.ThrowsAsync<SessionException>(() => joining);
        Assert.Equal((ulong)CloseCode.IncompatibleVersion, (await server.Connection.Ended).Code);
    }

    private static IEnumerable<string> Names(ConferenceSession session) =>
        session.Roster.Present.Select(someone => someone.Name);
}
