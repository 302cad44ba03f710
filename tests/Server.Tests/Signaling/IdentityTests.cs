using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Mcu.Common.Protocol;
using Mcu.Server.Admission;

namespace Mcu.Server.Tests.Signaling;

// Who somebody is, is between them and the server.
public sealed class IdentityTests : IDisposable
{
    private const string Address = "198.51.100.7";

    private readonly ServerCertificate _bob = ServerCertificate.CreateEphemeral(DateTimeOffset.UnixEpoch);

    public void Dispose() => _bob.Dispose();

    [Fact]
    public async Task Nothing_that_anybody_in_the_room_is_told_shows_an_identity_or_an_address()
    {
        await using var server = new SignalingFixture();
        TestPeer ann = await server.JoinAsync("lobby", "ann");
        server.Network.ClientAddress = IPAddress.Parse(Address);
        TestPeer bob = await server.JoinAsync("lobby", "bob", _bob.Certificate);
        await ann.ReadAsync<ParticipantJoined>();
        TestPeer cid = await server.JoinAsync("lobby", "cid");
        await ann.ReadAsync<ParticipantJoined>();
        await bob.ReadAsync<ParticipantJoined>();

        await bob.SendAsync(new Mute(5, true));
        await bob.ReadAsync<MuteChanged>();
        await bob.ReadAsync<Ok>();
        await ann.ReadAsync<MuteChanged>();
        await cid.ReadAsync<MuteChanged>();
        await cid.SendAsync(new Block(6, bob.Id, true));
        await cid.ReadAsync<Ok>();
        await ann.SendAsync(new Kick(7, bob.Id, "too loud"));
        await ann.ReadAsync<ParticipantLeft>();
        await ann.ReadAsync<Ok>();
        await cid.ReadAsync<ParticipantLeft>();
        string goodbye = await bob.ClosedWithAsync(CloseCode.Kicked);

        TestPeer again = await server.GreetAsync(_bob.Certificate);
        await again.RefusedAsync(new Join(8, "lobby", "bob"), ErrorCode.Kicked);

        byte[][] heard = [.. new[] { ann, bob, cid, again }.SelectMany(peer => peer.Heard), Encoding.UTF8.GetBytes(goodbye)];
        Assert.InRange(heard.Length, 15, 100);
        Assert.All(Secrets(_bob), secret => Assert.DoesNotContain(heard, message => message.AsSpan().IndexOf(secret) >= 0));
    }

    // In every form in which a part of it would do.
    private static IEnumerable<byte[]> Secrets(ServerCertificate identity)
    {
        X509Certificate2 certificate = identity.Certificate;
        string digits = identity.Fingerprint.ToString()[..6];
        yield return identity.Fingerprint.Bytes[..4].ToArray();
        yield return Encoding.ASCII.GetBytes(digits);
        yield return Encoding.ASCII.GetBytes(digits.ToUpperInvariant());
        yield return certificate.GetPublicKey()[1..5];
        yield return Encoding.ASCII.GetBytes(Address);
        yield return IPAddress.Parse(Address).GetAddressBytes();
    }
}
