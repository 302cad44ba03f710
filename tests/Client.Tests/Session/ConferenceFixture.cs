using System.Threading.Channels;
using Mcu.Client.Session;
using Mcu.Common;
using Mcu.Common.Protocol;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

// A conference in virtual time, and the server that loses it and lets it in again as the test likes.
internal sealed class ConferenceFixture
{
    private const int Seed = 5;

    // The same chance, so that every wait is known beforehand.
    private readonly BackOff _expected = new(new Random(Seed));

    // Whenever the conference has asked how the connection is doing, or somebody else what time it is.
    private readonly Channel<long> _looks = Channel.CreateUnbounded<long>();

    public ConferenceFixture()
    {
        Server = new FakeServer(new InMemoryTransport
        {
            Clock = () =>
            {
                long now = Time.GetTimestamp() * (MonotonicClock.Second / Time.TimestampFrequency);
                _looks.Writer.TryWrite(now);
                return now;
            },
        });
    }

    public FakeServer Server { get; }

    public ManualTime Time { get; } = new();

    public Conference Conference { get; private set; } = null!;

    public bool ComesBack { get; init; } = true;

    // Thrown instead of trying, once each.
    public Queue<Exception> Failures { get; } = [];

    public Task<Conference> JoinAsync(CancellationToken cancellationToken = default) => Conference.JoinAsync(
        token => Failures.TryDequeue(out Exception? failure)
            ? Task.FromException<ConferenceSession>(failure)
            : ConferenceSession.JoinAsync(Server.Transport, Server.Options(), (_, _) => { }, token),
        Time,
        new Random(Seed),
        ComesBack,
        cancellationToken);

    // In the room, with these others.
    public static async Task<ConferenceFixture> JoinedAsync(params RosterEntry[] others)
    {
        var fixture = new ConferenceFixture();
        Task letIn = fixture.Server.LetInAsync(others);
        fixture.Conference = await fixture.JoinAsync();
        await letIn;
        await fixture.ConnectedAsync();
        return fixture;
    }

    public async Task<T> NextAsync<T>()
        where T : ConferenceEvent => Assert.IsType<T>(await Conference.Events.ReadAsync());

    // The session that is connected now; its first event tells who is there.
    public async Task<ConferenceSession> ConnectedAsync()
    {
        ConferenceSession session = (await NextAsync<ConferenceEvent.Connected>()).Session;
        Assert.IsType<SessionEvent.Joined>((await NextAsync<ConferenceEvent.InRoom>()).Happened);
        return session;
    }

    public void Vanish() => ((InMemoryConnection)Server.Connection).Vanish();

    // The client's end of the connection.
    public InMemoryConnection Line => (InMemoryConnection)Conference.Session!.Connection;

    // Time passes, and the conference looks at the connection every 200 ms of it.
    public async Task WatchAsync(TimeSpan time)
    {
        var look = TimeSpan.FromMilliseconds(200);
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += look)
        {
            await Time.UntilTimerAsync(look);
            while (_looks.Reader.TryRead(out _))
            {
            }

            Time.Advance(look);
            await _looks.Reader.ReadAsync();
        }
    }

    // A loss is told, with this wait until the next try.
    public async Task<ConferenceEvent.Lost> LostAsync()
    {
        ConferenceEvent.Lost lost = await NextAsync<ConferenceEvent.Lost>();
        Assert.Equal(_expected.Next(), lost.Wait);
        Assert.Null(Conference.Session);
        return lost;
    }

    public void HeldLong()
    {
        Time.Advance(BackOff.Trustworthy);
        _expected.Lost(BackOff.Trustworthy);
    }

    // Not a moment before it is due, the next try begins.
    public async Task WaitAsync(ConferenceEvent.Lost lost, int count)
    {
        await Time.UntilTimerAsync(lost.Wait);
        Time.Advance(lost.Wait - TimeSpan.FromTicks(1));
        Assert.False(Conference.Events.TryPeek(out _));
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(count, (await NextAsync<ConferenceEvent.Trying>()).Count);
    }

    // Lost and in the room again, with these others.
    public async Task<ConferenceSession> ReturnAsync(params RosterEntry[] others)
    {
        Vanish();
        await WaitAsync(await LostAsync(), 1);
        await Server.LetInAsync(others);
        return await ConnectedAsync();
    }

    public async Task LetGoAsync()
    {
        Leave leave = await Server.ExpectAsync<Leave>();
        await Server.SendAsync(new Ok(leave.RequestId));
    }

    public async Task<SessionEnd> EndedAsync()
    {
        SessionEnd end = (await NextAsync<ConferenceEvent.Ended>()).End;
        Assert.False(await Conference.Events.WaitToReadAsync());
        Assert.Equal(end, await Conference.Ended);
        Assert.Equal(0, Time.Waiting);
        return end;
    }
}
