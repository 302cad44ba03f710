using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using BenchmarkDotNet.Attributes;
using Mcu.Common;
using Mcu.Common.Transport;
using Mcu.Common.Transport.Ngtcp2;

namespace Mcu.Benchmarks.Transport;

/// <summary>
/// What one voice datagram costs without the kernel: queued, encrypted and written by a server's endpoint, and what its listener
/// answers read. It has the listener's part in it too.
/// </summary>
[MemoryDiagnoser]
public class EndpointBench : IDisposable
{
    private const int Listeners = 200;
    private const long Frame = 20 * MonotonicClock.Millisecond;

    private static readonly IPEndPoint s_serverAddress = new(IPAddress.Parse("192.0.2.1"), 4433);
    private static readonly IPEndPoint s_clientAddress = new(IPAddress.Parse("198.51.100.7"), 50_000);

    private readonly List<Ngtcp2Connection> _talkers = [];
    private readonly Shelf _fromServer = new();
    private readonly Shelf _fromClient = new();
    private readonly byte[] _voice = new byte[100];
    private readonly NetworkPath _toServer =
        new() { Local = NativeAddress.From(s_serverAddress), Remote = NativeAddress.From(s_clientAddress) };

    private readonly NetworkPath _toClient =
        new() { Local = NativeAddress.From(s_clientAddress), Remote = NativeAddress.From(s_serverAddress) };

    private Endpoint _server = null!;
    private Endpoint _client = null!;
    private long _now = 1_000 * MonotonicClock.Second;

    /// <summary>Connects everybody, and lets two seconds pass.</summary>
    [GlobalSetup]
    public void Connect()
    {
        NativeLibraries.Describe();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=bench", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        ListenOptions options = new() { EndPoint = s_serverAddress, Certificate = certificate };
        _server = new Endpoint(new EndpointGroup(options), TlsCredentialsHandle.Create(certificate))
        {
            Accepted = _talkers.Add,
            Clock = () => _now,
        };
        _client = new Endpoint(new EndpointGroup(listen: null), TlsCredentialsHandle.Create(null)) { Clock = () => _now };
        ConnectOptions connect = new() { EndPoint = s_serverAddress, Check = _ => null };
        for (int i = 0; i < Listeners; i++)
        {
            _client.Connect(new Ngtcp2Connection(_client), new ClientStart(_toClient, connect, Credentials: null), _now);
            while (_talkers.Count <= i)
            {
                Pass();
            }
        }

        for (int i = 0; i < 100; i++)
        {
            Pass();
        }
    }

    /// <summary>Gives all memory back.</summary>
    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _client.Dispose();
        _server.Dispose();
    }

    /// <summary>A tick's datagrams to all listeners, read by them, and their acknowledgements.</summary>
    [Benchmark(OperationsPerInvoke = Listeners)]
    public int BothEnds()
    {
        foreach (Ngtcp2Connection talker in _talkers)
        {
            talker.TryQueueDatagram(_voice);
        }

        return Pass();
    }

    private int Pass()
    {
        _now += Frame;
        _server.SendQueued();
        _server.Flush(_now, _fromServer);
        int sent = _fromServer.Count;
        for (int i = 0; i < sent; i++)
        {
            _client.Receive(_toClient, _fromServer[i], _now, _fromClient);
        }

        _fromServer.Clear();
        _client.Flush(_now, _fromClient);
        for (int i = 0; i < _fromClient.Count; i++)
        {
            _server.Receive(_toServer, _fromClient[i], _now, _fromServer);
        }

        _fromClient.Clear();
        return sent;
    }

    // Keeps packets without making anything for them.
    private sealed class Shelf : IPacketOutput
    {
        private const int Capacity = 16 * Listeners;
        private readonly byte[] _bytes = new byte[Capacity * Endpoint.PacketBuffer];
        private readonly int[] _lengths = new int[Capacity];

        internal int Count { get; private set; }

        internal ReadOnlySpan<byte> this[int index] => _bytes.AsSpan(index * Endpoint.PacketBuffer, _lengths[index]);

        public Span<byte> GetBuffer() => _bytes.AsSpan(Count * Endpoint.PacketBuffer, Endpoint.PacketBuffer);

        public void Commit(int length, in NetworkPath path) => _lengths[Count++] = length;

        internal void Clear() => Count = 0;
    }
}
