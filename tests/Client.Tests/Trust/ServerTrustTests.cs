using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Client.Tests.Session;
using Mcu.Client.Trust;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;
using Mcu.Testing;
using Mcu.Testing.Transport;
using Xunit;

namespace Mcu.Client.Tests.Trust;

// The order of what decides, through the transport seam: one server that shows one certificate, and a file that knows something
// of it or not.
public sealed class ServerTrustTests : IDisposable
{
    private static readonly ServerAddress s_address = ServerAddress.Parse("voice.example.org:4433");
    private static readonly CertificateFingerprint s_other = CertificateFingerprint.Of([1]);
    private static readonly TestAuthority s_authority = new();

    private readonly TemporaryFolder _folder = new();
    private readonly InMemoryTransport _network = new();
    private readonly List<TrustNotice> _told = [];
    private readonly X509Certificate2 _certificate = FakeServer.MakeCertificate();
    private int _attempts;

    private CertificateFingerprint Shown => CertificateFingerprint.Of(_certificate.RawData);

    private TrustOptions Nothing => new() { DataDirectory = _folder.Path };

    private string KnownFile => _folder["known_servers"];

    public void Dispose()
    {
        _folder.Dispose();
        _certificate.Dispose();
    }

    [Fact]
    public async Task A_given_fingerprint_is_all_that_counts()
    {
        await File.WriteAllTextAsync(KnownFile, $"{s_address} {s_other}\n");
        await ConnectAsync(Nothing with { Pin = Shown, SkipVerify = true });
        var refusal = await Assert.ThrowsAsync<TransportException>(
            () => ConnectAsync(Nothing with { Pin = s_other }, firstContact: new AcceptNew()));
        Assert.Equal(TransportError.NotTrusted, refusal.Error);
        Assert.Equal(
            $"The server's certificate has the fingerprint {Shown}, but {s_other} was expected. Nothing was sent. Either the server "
            + "has a new certificate, or somebody stands in between: ask whoever runs it.",
            refusal.Message);
    }

    [Fact]
    public async Task Any_certificate_will_do_where_that_was_said_with_a_warning_and_nothing_kept()
    {
        await ConnectAsync(Nothing with { SkipVerify = true });
        Assert.Equal(
            [new TrustNotice(true, "--danger-skip-verify accepts any certificate. Anyone in between can listen and speak.")], _told);
        Assert.False(File.Exists(KnownFile));
    }

    [Fact]
    public async Task A_first_contact_is_refused_where_nobody_can_be_asked()
    {
        var refusal = await Assert.ThrowsAsync<TrustException>(() => ConnectAsync(Nothing));
        Assert.Equal(
            $"The server voice.example.org:4433 is not known yet; its certificate has the fingerprint {Shown}. Nothing was sent. "
            + "Compare it with what the server prints after \"fingerprint\"; where it is the same, --cert-hash with it trusts it "
            + "this time, and --accept-new from now on.",
            refusal.Message);
        Assert.Equal(1, _attempts);
        Assert.False(File.Exists(KnownFile));
    }

    [Fact]
    public async Task An_accepted_first_contact_is_remembered_and_no_contact_is_first_after_it()
    {
        await ConnectAsync(Nothing, firstContact: new AcceptNew());
        Assert.Equal(
            [new TrustNotice(false, $"The server {s_address} is trusted from now on: {Shown}, remembered in {KnownFile}.")], _told);
        await ConnectAsync(Nothing);
        Assert.Single(_told);
        Assert.Equal(3, _attempts);
    }

    [Fact]
    public async Task A_certificate_other_than_the_remembered_one_is_refused_with_the_line_to_remove()
    {
        await File.WriteAllTextAsync(KnownFile, $"# mine\n\n{s_address}  {s_other} since May\n");
        var refusal = await Assert.ThrowsAsync<TransportException>(() => ConnectAsync(Nothing, firstContact: new AcceptNew()));
        Assert.Equal(TransportError.NotTrusted, refusal.Error);
        Assert.Equal(
            $"The server {s_address} shows a certificate with the fingerprint {Shown}, but {s_other} is remembered for it. "
            + "Nothing was sent. Either the server has a new certificate, or somebody stands in between: ask whoever runs it. "
            + $"If it is new, remove line 3 of {KnownFile}: \"{s_address}  {s_other} since May\".",
            refusal.Message);
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task Any_of_several_remembered_ones_will_do()
    {
        await File.WriteAllTextAsync(KnownFile, $"{s_address} {s_other}\n{s_address} {Shown}\n");
        await ConnectAsync(Nothing);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task What_an_authority_vouches_for_is_neither_asked_about_nor_remembered()
    {
        using X509Certificate2 leaf = s_authority.Leaf(s_address.Host);
        await ConnectAsync(Nothing, certificate: leaf, authorities: s_authority.Trusted);
        Assert.Empty(_told);
        Assert.False(File.Exists(KnownFile));
        using X509Certificate2 another = s_authority.Leaf("other.example");
        await Assert.ThrowsAsync<TrustException>(
            () => ConnectAsync(Nothing, certificate: another, authorities: s_authority.Trusted));
    }

    [Fact]
    public async Task What_is_remembered_counts_more_than_an_authority()
    {
        await File.WriteAllTextAsync(KnownFile, $"{s_address} {s_other}\n");
        using X509Certificate2 leaf = s_authority.Leaf(s_address.Host);
        await Assert.ThrowsAsync<TransportException>(
            () => ConnectAsync(Nothing, certificate: leaf, authorities: s_authority.Trusted));
    }

    [Fact]
    public async Task A_server_that_changes_while_it_is_asked_about_is_refused_and_not_remembered()
    {
        var asked = new Meanwhile(() => _network.Listen(Listening(FakeServer.MakeCertificate(), 2)));
        await using ITransportListener first = _network.Listen(Listening(_certificate, 1));
        await Assert.ThrowsAsync<TransportException>(() => ConnectAsync(Nothing, asked, attempt => attempt));
        Assert.False(File.Exists(KnownFile));
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_server_that_proved_itself_is_remembered_even_where_it_then_refuses()
    {
        var trust = new ServerTrust(s_address, Nothing, new PublicAuthorities(), new AcceptNew(), Tell);
        await Assert.ThrowsAsync<InvalidOperationException>(() => trust.ConnectAsync<int>(
            () =>
            {
                if (trust.Check(new PeerCertificates(_certificate.RawData, [])) is { } refusal)
                {
                    throw new TransportException(TransportError.NotTrusted, refusal);
                }

                trust.OnConnected();
                throw new InvalidOperationException("The room is full.");
            },
            CancellationToken.None));
        Assert.Contains($"{s_address} {Shown}", await File.ReadAllLinesAsync(KnownFile));
    }

    [Fact]
    public async Task A_server_that_cannot_be_remembered_is_joined_with_a_warning()
    {
        TrustOptions unwritable = Nothing with { DataDirectory = Path.Combine(_folder.Path, "file", "data") };
        await ConnectAsync(unwritable, new Meanwhile(() => File.WriteAllText(_folder["file"], "")));
        TrustNotice notice = Assert.Single(_told);
        Assert.True(notice.IsWarning);
        Assert.StartsWith($"The server {s_address} could not be remembered in", notice.Sentence, StringComparison.Ordinal);
    }

    private async Task ConnectAsync(
        TrustOptions options, IFirstContact? firstContact = null, X509Certificate2? certificate = null,
        IAuthorities? authorities = null)
    {
        await using ITransportListener listener = _network.Listen(Listening(certificate ?? _certificate, 1));
        await ConnectAsync(options, firstContact ?? new RefuseNew(), _ => 1, authorities);
    }

    // Connects to the port that the number of the attempt, from 1, is mapped to.
    private Task<ITransportConnection> ConnectAsync(
        TrustOptions options, IFirstContact firstContact, Func<int, int> portOf, IAuthorities? authorities = null)
    {
        var trust = new ServerTrust(s_address, options, authorities ?? new PublicAuthorities(), firstContact, Tell);
        return trust.ConnectAsync(
            async () =>
            {
                int port = portOf(++_attempts);
                ITransportConnection connection = await _network.ConnectAsync(
                    new ConnectOptions { EndPoint = new IPEndPoint(IPAddress.Loopback, port), Check = trust.Check },
                    CancellationToken.None);
                trust.OnConnected();
                return connection;
            },
            CancellationToken.None);
    }

    private static ListenOptions Listening(X509Certificate2 certificate, int port) => new()
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, port),
        Certificate = certificate,
        Intermediates = [s_authority.Intermediate],
    };

    private Task Tell(TrustNotice notice)
    {
        _told.Add(notice);
        return Task.CompletedTask;
    }

    // Something happens while the person thinks, who then says yes.
    private sealed class Meanwhile(Action happens) : IFirstContact
    {
        public Task<string?> JudgeAsync(
            ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken)
        {
            happens();
            return Task.FromResult<string?>(null);
        }
    }
}
