using Mcu.Common.Transport;
using Xunit.Abstractions;

namespace Mcu.Testing.Pairs;

/// <summary>Which backend a test's server has, and which its clients. Test runners keep it by the two names.</summary>
public sealed class BackendPair : IXunitSerializable
{
    private Backend _server;
    private Backend _client;

    /// <summary>For the test runner, which fills it in.</summary>
    public BackendPair()
        : this(Backend.InMemory, Backend.InMemory)
    {
    }

    internal BackendPair(Backend server, Backend client) => (_server, _client) = (server, client);

    /// <summary>Every ordered pair.</summary>
    public static IEnumerable<BackendPair> Every =>
        from server in Backend.All from client in Backend.All select new BackendPair(server, client);

    /// <summary>Every backend with itself.</summary>
    public static IEnumerable<BackendPair> Same => Backend.All.Select(backend => new BackendPair(backend, backend));

    /// <summary>Why one of the two cannot be loaded here; null where both can.</summary>
    public string? Missing => _server.Missing ?? _client.Missing;

    /// <summary>What the server listens with.</summary>
    public ITransport Server => _server.Transport;

    /// <summary>What its clients connect with.</summary>
    public ITransport Client => _client.Transport;

    /// <summary>As <c>--transport</c> takes it.</summary>
    public string ServerName => _server.Name;

    /// <summary>As <c>--transport</c> takes it.</summary>
    public string ClientName => _client.Name;

    /// <summary>Whether that one is at either end: for what is known to be different with it.</summary>
    public bool Has(string name) => ServerName == name || ClientName == name;

    /// <summary>Server–client.</summary>
    public override string ToString() => $"{ServerName}–{ClientName}";

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        info.AddValue("server", ServerName);
        info.AddValue("client", ClientName);
    }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        _server = Backend.Named(info.GetValue<string>("server"));
        _client = Backend.Named(info.GetValue<string>("client"));
    }
}
