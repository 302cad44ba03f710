using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Protocol;
using Mcu.Server.Admission;

namespace Mcu.Server.Tests.Signaling;

// The host is in the room from 192.0.2.1; whom they put out comes from elsewhere.
public sealed class KickBanTests : IAsyncLifetime, IDisposable
{
    private readonly SignalingFixture _server = new();
    private readonly ServerCertificate _bob = ServerCertificate.CreateEphemeral(DateTimeOffset.UnixEpoch);
    private readonly ServerCertificate _carol = ServerCertificate.CreateEphemeral(DateTimeOffset.UnixEpoch);
    private TestPeer _host = null!;

    public async Task InitializeAsync()
    {
        From("192.0.2.1");
        _host = await _server.JoinAsync("lobby", "ann");
        From("198.51.100.7");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _bob.Dispose();
        _carol.Dispose();
    }

    [Fact]
    public async Task Who_was_put_out_stays_out_for_ten_minutes()
    {
        await KickAsync(_bob.Certificate);
        TestPeer bob = await _server.GreetAsync(_bob.Certificate);

        Assert.Equal(
            "You were put out of this room; you may join it again in 10 minutes.",
            await bob.RefusedAsync(new Join(5, "lobby", "bob"), ErrorCode.Kicked));
        await bob.JoinAsync("elsewhere", "bob");
        await bob.SendAsync(new Leave(6));
        await bob.ReadAsync<Ok>();
        _server.Time.Advance(TimeSpan.FromSeconds(570));
        Assert.Equal(
            "You were put out of this room; you may join it again in 30 seconds.",
            await bob.RefusedAsync(new Join(7, "lobby", "bob"), ErrorCode.Kicked));
        _server.Time.Advance(TimeSpan.FromSeconds(30));
        await bob.JoinAsync("lobby", "bob");
    }

    [Fact]
    public async Task An_identity_is_known_from_everywhere()
    {
        await KickAsync(_bob.Certificate);
        From("203.0.113.9");

        TestPeer bob = await _server.GreetAsync(_bob.Certificate);

        await bob.RefusedAsync(new Join(5, "lobby", "not bob"), ErrorCode.Kicked);
    }

    [Fact]
    public async Task Without_the_identity_the_address_is_known()
    {
        await KickAsync(_bob.Certificate);

        TestPeer bob = await _server.GreetAsync();

        await bob.RefusedAsync(new Join(5, "lobby", "not bob"), ErrorCode.Kicked);
    }

    [Fact]
    public async Task Who_shares_the_address_and_has_an_identity_is_not_punished()
    {
        await KickAsync(null);

        await _server.JoinAsync("lobby", "carol", _carol.Certificate);
    }

    [Theory]
    [InlineData("198.51.100.7", "::ffff:198.51.100.7", true)]
    [InlineData("198.51.100.7", "198.51.100.8", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    public async Task Which_addresses_are_one(string kicked, string joins, bool isKnown)
    {
        From(kicked);
        await KickAsync(null);
        From(joins);

        TestPeer again = await _server.GreetAsync();

        await again.SendAsync(new Join(5, "lobby", "bob"));
        Assert.Equal(isKnown, await again.ReadAsync() is Error { Code: ErrorCode.Kicked });
    }

    [Fact]
    public async Task A_ban_outlives_the_room()
    {
        await KickAsync(_bob.Certificate);
        await _host.SendAsync(new Leave(6));
        await _host.ReadAsync<Ok>();
        _server.Time.Advance(TimeSpan.FromMinutes(5));

        TestPeer bob = await _server.GreetAsync(_bob.Certificate);

        await bob.RefusedAsync(new Join(5, "lobby", "bob"), ErrorCode.Kicked);
    }

    private void From(string address) => _server.Network.ClientAddress = IPAddress.Parse(address);

    private async Task KickAsync(X509Certificate2? identity)
    {
        TestPeer bob = await _server.JoinAsync("lobby", "bob", identity);
        await _host.ReadAsync<ParticipantJoined>();
        await _host.SendAsync(new Kick(5, bob.Id, ""));
        await _host.ReadAsync<ParticipantLeft>();
        await _host.ReadAsync<Ok>();
        await bob.ClosedWithAsync(CloseCode.Kicked);
    }
}
