using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Mcu.Client.Session;
using Mcu.Common.Protocol;
using Mcu.Common.Transport;
using Mcu.Testing.Transport;
using Xunit;

namespace Mcu.Client.Tests.Session;

// The other end of one session, played by the test itself: it reads what the client says and answers what it likes.
internal sealed class FakeServer : IAsyncDisposable
{
    private static readonly X509Certificate2 s_certificate = MakeCertificate();
    private readonly ITransportListener _listener;

    public FakeServer(InMemoryTransport transport)
    {
        Transport = transport;
        var anyPort = new IPEndPoint(IPAddress.Loopback, 0);
        _listener = transport.Listen(new ListenOptions { EndPoint = anyPort, Certificate = s_certificate });
    }

    public FakeServer()
        : this(new InMemoryTransport())
    {
    }

    public InMemoryTransport Transport { get; }

    public IPEndPoint EndPoint => _listener.LocalEndPoint;

    public static CertificateFingerprint Fingerprint => CertificateFingerprint.Of(s_certificate.RawData);

    public ITransportConnection Connection { get; private set; } = null!;

    public ControlChannel Control { get; private set; } = null!;

    public Stream Stream { get; private set; } = null!;

    public SessionOptions Options(string room = "lobby", string name = "Ana") => new()
    {
        EndPoints = [EndPoint],
        Check = shown => shown.Fingerprint.Equals(Fingerprint) ? null : "Another server.",
        Room = room,
        Name = name,
    };

    // The client's side; the test answers meanwhile.
    public Task<ConferenceSession> JoinAsync(SessionOptions? options = null) =>
        ConferenceSession.JoinAsync(Transport, options ?? Options(), (_, _) => { }, CancellationToken.None);

    public async Task AcceptAsync()
    {
        Connection = await _listener.AcceptAsync(CancellationToken.None);
        Stream = await Connection.GetControlStreamAsync(CancellationToken.None);
        Control = new ControlChannel(Stream);
    }

    public Task SendAsync(ControlMessage message) => Control.SendAsync(message, CancellationToken.None);

    public async Task<T> ExpectAsync<T>()
        where T : ControlMessage => Assert.IsType<T>(await Control.ReadAsync(CancellationToken.None));

    // Everything up to the join, which is the test's to answer.
    public async Task<Join> WelcomeAsync()
    {
        await AcceptAsync();
        Hello hello = await ExpectAsync<Hello>();
        await SendAsync(new Welcome(hello.RequestId, 1, "fake/1", 1010, 64));
        return await ExpectAsync<Join>();
    }

    // Hello, and joined with these others before the newcomer, who gets id 7.
    public async Task LetInAsync(params RosterEntry[] others)
    {
        Join join = await WelcomeAsync();
        RosterEntry[] roster = [.. others, new RosterEntry(7, join.Name)];
        await SendAsync(new Joined(join.RequestId, 7, join.Room, roster[0].Id, roster, false));
    }

    // A session that is in the room, and its server.
    public static async Task<(FakeServer Server, ConferenceSession Session)> JoinedAsync(params RosterEntry[] others)
    {
        var server = new FakeServer();
        Task letIn = server.LetInAsync(others);
        ConferenceSession session = await server.JoinAsync();
        await letIn;
        return (server, session);
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    public static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}
