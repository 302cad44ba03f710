using System.Net;
using System.Security.Cryptography.X509Certificates;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;
using Xunit;

namespace Mcu.Common.Tests.Transport.Ngtcp2;

/// <summary>
/// Two endpoints, a server's and a client's, on a virtual link in virtual time: no socket, no thread, no sleep. What happens to
/// packets on the way is decided by <see cref="Way"/>; the same seed gives the same run.
/// </summary>
internal sealed class VirtualNetwork : IDisposable
{
    private static readonly X509Certificate2 s_certificate = TestCertificates.Create();

    private readonly PriorityQueue<Flight, (long At, long Order)> _inFlight = new();
    private readonly Random _random;
    private readonly End _clientEnd;
    private readonly End _serverEnd;
    private readonly int _servers;
    private long _order;

    internal VirtualNetwork(
        int seed = 1, Func<ListenOptions, ListenOptions>? listen = null, int clientDatagramFrame = TransportDefaults.MaxDatagramFrame,
        int servers = 1)
    {
        _servers = servers;
        _random = new Random(seed);
        ListenOptions options = new() { EndPoint = ServerAddress, Certificate = s_certificate };
        ListenOptions = listen?.Invoke(options) ?? options;
        Group = CreateServer();
        Client = new Endpoint(new EndpointGroup(listen: null), TlsCredentialsHandle.Create(null))
        {
            Clock = () => Now,
            MaxDatagramFrame = clientDatagramFrame,
        };
        _clientEnd = new End(this, toServer: true);
        _serverEnd = new End(this, toServer: false);
    }

    internal static IPEndPoint ServerAddress { get; } = new(IPAddress.Parse("192.0.2.1"), 4433);

    /// <summary>The client's address as the server sees it; a test that changes it is a NAT that rebinds.</summary>
    internal IPEndPoint ClientAddress { get; set; } = new(IPAddress.Parse("198.51.100.7"), 50_000);

    internal ListenOptions ListenOptions { get; }

    /// <summary>The first of the server's endpoints, mostly the only one.</summary>
    internal Endpoint Server => Group[0];

    /// <summary>All of the server's endpoints.</summary>
    internal EndpointGroup Group { get; private set; }

    /// <summary>To which of the server's sockets the kernel gives a packet.</summary>
    internal Func<int> Socket { get; set; } = () => 0;

    internal Endpoint Client { get; }

    internal List<Ngtcp2Connection> Accepted { get; } = [];

    /// <summary>What the way does to each packet.</summary>
    internal WayRules Way { get; set; } = new();

    /// <summary>Nanoseconds.</summary>
    internal long Now { get; private set; } = 1_000 * MonotonicClock.Second;

    /// <summary>A server that remembers nobody takes the place of the one before, which says nothing any more.</summary>
    internal void RestartServer()
    {
        EndpointGroup old = Group;
        Group = CreateServer();
        Dispose(old);
    }

    /// <summary>Starts to connect.</summary>
    internal Ngtcp2Connection Connect(Func<ConnectOptions, ConnectOptions>? change = null)
    {
        Ngtcp2Connection connection = new(Client);
        ConnectOptions options = new()
        {
            EndPoint = ServerAddress,
            Check = _ => null,
            HandshakeTimeout = TimeSpan.FromSeconds(60),
        };
        NetworkPath path = new() { Local = NativeAddress.From(ClientAddress), Remote = NativeAddress.From(ServerAddress) };
        Client.Connect(connection, new ClientStart(path, change?.Invoke(options) ?? options, Credentials: null), Now);
        return connection;
    }

    /// <summary>Connects and waits, in virtual time, until both ends have.</summary>
    internal (Ngtcp2Connection Client, Ngtcp2Connection Server) ConnectBoth(
        Func<ConnectOptions, ConnectOptions>? change = null)
    {
        Ngtcp2Connection client = Connect(change);
        int before = Accepted.Count;
        Assert.True(Drive(60, () => client.Handshake.IsCompleted && Accepted.Count > before), "No handshake within 60 s.");
        return (client, Accepted[^1]);
    }

    /// <summary>Lets time run until something holds.</summary>
    /// <returns>False where it did not within so many seconds of virtual time.</returns>
    internal bool Drive(double seconds, Func<bool>? until = null)
    {
        long end = Now + (long)(seconds * MonotonicClock.Second);
        while (true)
        {
            Client.Flush(Now, _clientEnd);
            Array.ForEach(Servers, server => server.Flush(Now, _serverEnd));
            if (until?.Invoke() == true)
            {
                return true;
            }

            if (Client.HasRequests || Array.Exists(Servers, server => server.HasRequests))
            {
                continue;
            }

            long next = Math.Min(Client.NextDeadline, Servers.Min(server => server.NextDeadline));
            next = _inFlight.TryPeek(out _, out (long At, long) first) ? Math.Min(next, first.At) : next;
            if (next > end)
            {
                Now = end;
                return until is null;
            }

            Now = Math.Max(Now, next);
            Deliver();
        }
    }

    /// <summary>Throws a packet at the server, as anyone on the network can, from wherever it likes.</summary>
    internal void Inject(byte[] packet, IPEndPoint? from = null, IPacketOutput? answers = null)
    {
        NetworkPath path = new() { Local = NativeAddress.From(ServerAddress), Remote = NativeAddress.From(from ?? ClientAddress) };
        Group[Socket()].Receive(path, packet, Now, answers ?? _serverEnd);
    }

    public void Dispose()
    {
        Client.Dispose();
        Dispose(Group);
    }

    private Endpoint[] Servers => [.. Enumerable.Range(0, _servers).Select(i => Group[i])];

    private static void Dispose(EndpointGroup group)
    {
        for (int i = 0; i < group.Count; i++)
        {
            group[i].Dispose();
        }
    }

    private EndpointGroup CreateServer()
    {
        EndpointGroup group = new(ListenOptions, _servers);
        for (int i = 0; i < _servers; i++)
        {
            _ = new Endpoint(group, TlsCredentialsHandle.Create(ListenOptions.Certificate, ListenOptions.Intermediates))
            {
                Accepted = Accepted.Add,
                Clock = () => Now,
            };
        }

        return group;
    }

    private void Deliver()
    {
        while (_inFlight.TryPeek(out Flight flight, out (long At, long) when) && when.At <= Now)
        {
            _inFlight.Dequeue();
            Endpoint to = flight.ToServer ? Group[Socket()] : Client;
            NetworkPath path = flight.ToServer
                ? new NetworkPath { Local = NativeAddress.From(ServerAddress), Remote = NativeAddress.From(flight.ClientAddress) }
                : new NetworkPath { Local = NativeAddress.From(InitialClientAddress), Remote = NativeAddress.From(ServerAddress) };
            to.Receive(path, flight.Packet, Now, flight.ToServer ? _serverEnd : _clientEnd);
        }
    }

    /// <summary>A client behind a NAT never learns what its address looks like from outside.</summary>
    private static IPEndPoint InitialClientAddress { get; } = new(IPAddress.Parse("198.51.100.7"), 50_000);

    private void Send(byte[] packet, bool toServer, in NetworkPath path)
    {
        // A binding that the NAT has given up leads nowhere.
        if (!toServer && !path.Remote.ToEndPoint().Equals(ClientAddress))
        {
            return;
        }

        if (Way.Loses(_random, Now, toServer))
        {
            return;
        }

        if (_random.NextDouble() < Way.Corruption)
        {
            packet[_random.Next(packet.Length)] ^= (byte)(1 << _random.Next(8));
        }

        int copies = _random.NextDouble() < Way.Duplication ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            double delay = Way.OneWayMs + (_random.NextDouble() * Way.JitterMs);
            long at = Now + (long)(delay * MonotonicClock.Millisecond);
            _inFlight.Enqueue(new Flight((byte[])packet.Clone(), toServer, ClientAddress), (at, _order++));
        }
    }

    private readonly record struct Flight(byte[] Packet, bool ToServer, IPEndPoint ClientAddress);

    private sealed class End(VirtualNetwork network, bool toServer) : IPacketOutput
    {
        private readonly byte[] _buffer = new byte[Endpoint.PacketBuffer];

        public Span<byte> GetBuffer() => _buffer;

        public void Commit(int length, in NetworkPath path)
        {
            Assert.InRange(length, 1, TransportDefaults.MaxUdpPayload);
            network.Send(_buffer[..length], toServer, path);
        }
    }
}

/// <summary>What a way does to packets; by default nothing but to take 10 ms.</summary>
internal sealed record WayRules
{
    private int _burstLeftToServer;
    private int _burstLeftToClient;

    internal double OneWayMs { get; init; } = 10;

    internal double JitterMs { get; init; }

    /// <summary>Share of packets lost, in runs of <see cref="Burst"/>.</summary>
    internal double Loss { get; init; }

    internal int Burst { get; init; } = 1;

    internal double Corruption { get; init; }

    internal double Duplication { get; init; }

    /// <summary>Whether the way is cut at this instant.</summary>
    internal Func<long, bool> Blackhole { get; init; } = _ => false;

    internal bool Loses(Random random, long now, bool toServer)
    {
        ref int left = ref toServer ? ref _burstLeftToServer : ref _burstLeftToClient;
        if (left == 0 && random.NextDouble() < Loss / Burst)
        {
            left = Burst;
        }

        bool loses = left > 0;
        left = Math.Max(0, left - 1);
        return loses || Blackhole(now);
    }
}
