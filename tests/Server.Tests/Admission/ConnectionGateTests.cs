using System.Net;
using System.Text;
using Mcu.Common;
using Mcu.Common.Transport;
using Mcu.Server.Admission;

namespace Mcu.Server.Tests.Admission;

public sealed class ConnectionGateTests
{
    private const long Second = MonotonicClock.Second;
    private static readonly IPAddress s_ana = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress s_ben = IPAddress.Parse("192.0.2.2");

    private readonly List<ManualBucket> _buckets = [];
    private long _now = 1_000 * Second;

    [Fact]
    public void A_burst_is_taken_at_once_and_then_the_rate_and_others_do_not_suffer()
    {
        ConnectionGate gate = Gate();
        Assert.Equal(10, Enumerable.Range(0, 200).Count(_ => Comes(gate, s_ana)));
        Assert.True(Comes(gate, s_ben));
        _now += Second;
        Assert.Equal(5, Enumerable.Range(0, 200).Count(_ => Comes(gate, s_ana)));
    }

    [Fact]
    public void Only_so_many_connections_of_one_address_are_there_at_once()
    {
        ConnectionGate gate = Gate(new GateLimits(3, 5, 10));
        Assert.Equal(3, Enumerable.Range(0, 5).Count(_ => Comes(gate, s_ana)));
        Assert.Equal("your address has as many connections here already as one may have: 3", gate.Admit(s_ana, _now));
        gate.Release(s_ana);
        Assert.True(Comes(gate, s_ana));
        Assert.True(Comes(gate, s_ben));
    }

    [Fact]
    public void What_is_refused_for_their_number_takes_no_token()
    {
        ConnectionGate gate = Gate(new GateLimits(1, 5, 2));
        Assert.True(Comes(gate, s_ana));
        Assert.Equal(0, Enumerable.Range(0, 5).Count(_ => Comes(gate, s_ana)));
        gate.Release(s_ana);
        Assert.True(Comes(gate, s_ana));
    }

    [Theory]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.3", false)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("0.0.0.1", "::1:0:0:0:0", false)]
    public void An_IPv4_address_or_an_IPv6_network_counts_as_one(string one, string other, bool same)
    {
        ConnectionGate gate = Gate(new GateLimits(1, 5, 10));
        Assert.True(Comes(gate, IPAddress.Parse(one)));
        Assert.Equal(!same, Comes(gate, IPAddress.Parse(other)));
    }

    [Fact]
    public void The_sentences_say_what_is_allowed_and_fit_the_wire()
    {
        ConnectionGate gate = Gate(new GateLimits(100, 5, 1));
        var network = IPAddress.Parse("2001:db8::1");
        Assert.Null(gate.Admit(network, _now));
        string? sentence = gate.Admit(network, _now);
        Assert.Equal(
            "your network (the IPv6 /64) opens connections too fast: at most 5 a second are taken, and 1 at once; try again in a moment",
            sentence);
        Assert.True(Encoding.UTF8.GetByteCount(sentence!) <= TransportDefaults.MaxReasonBytes);
    }

    [Fact]
    public void Who_has_gone_quiet_is_forgotten_once_the_bucket_would_be_full_again()
    {
        ConnectionGate gate = Gate();
        for (int i = 0; i < 500; i++)
        {
            Assert.True(Comes(gate, Address(i)));
        }

        Assert.Equal(500, gate.Addresses);
        for (int i = 1; i < 500; i++)
        {
            gate.Release(Address(i));
        }

        _now += 3 * Second;
        for (int i = 0; i < 40; i++)
        {
            Comes(gate, s_ben);
        }

        // The one that is connected stays, and the one that came.
        Assert.Equal(2, gate.Addresses);
        Assert.Equal(499, _buckets.Count(bucket => bucket.IsDisposed));
        gate.Release(Address(0));
    }

    [Fact]
    public void A_busy_bucket_is_kept_though_its_owner_goes_and_comes()
    {
        ConnectionGate gate = Gate();
        int taken = 0;
        for (int i = 0; i < 1_000; i++)
        {
            if (Comes(gate, s_ana))
            {
                taken++;
                gate.Release(s_ana);
            }

            _now += 10 * MonotonicClock.Millisecond;
        }

        Assert.InRange(taken, 59, 60);
    }

    [Fact]
    public void A_flood_of_addresses_takes_up_bounded_memory_and_keeps_nobody_out()
    {
        ConnectionGate gate = Gate();
        for (int i = 0; i < 50_000; i++)
        {
            Assert.True(Comes(gate, Address(i)));
            gate.Release(Address(i));
        }

        Assert.Equal(GateLimits.MaxQuietAddresses, gate.Addresses);
        Assert.True(Comes(gate, s_ana));
        Assert.Equal(_buckets.Count - gate.Addresses, _buckets.Count(bucket => bucket.IsDisposed));
    }

    // Against a model that forgets nothing: what is forgotten must never make a difference.
    [Fact]
    public void Forgetting_changes_nothing()
    {
        var random = new Random(11);
        var limits = new GateLimits(4, 5, 10);
        ConnectionGate gate = Gate(limits);
        var model = new Dictionary<int, (ManualBucket Bucket, int Connections)>();
        for (int i = 0; i < 100_000; i++)
        {
            _now += random.NextInt64(random.Next(50) == 0 ? 10 * Second : 50 * MonotonicClock.Millisecond);
            int who = random.Next(40);
            (ManualBucket bucket, int connections) = model.TryGetValue(who, out (ManualBucket, int) known)
                ? known
                : (new ManualBucket(5, 10, () => _now), 0);
            if (connections > 0 && random.Next(2) == 0)
            {
                gate.Release(Address(who));
                connections--;
            }
            else
            {
                bool expected = connections < limits.Connections && bucket.TryTake();
                Assert.Equal(expected, Comes(gate, Address(who)));
                connections += expected ? 1 : 0;
            }

            model[who] = (bucket, connections);
        }
    }

    private ConnectionGate Gate() => Gate(new GateLimits(100, 5, 10));

    private ConnectionGate Gate(GateLimits limits) => new(limits, () =>
    {
        var bucket = new ManualBucket(limits.PerSecond, limits.Burst, () => _now);
        _buckets.Add(bucket);
        return bucket;
    });

    private bool Comes(ConnectionGate gate, IPAddress address) => gate.Admit(address, _now) is null;

    private static IPAddress Address(int i) => new([10, (byte)(i >> 16), (byte)(i >> 8), (byte)i]);
}
