using Mcu.Common.Transport;
using Mcu.Common.Transport.Backends;
using Mcu.Testing.Transport;

namespace Mcu.Testing.Pairs;

/// <summary>A backend of the transport as tests see it: loaded, or with the sentence that says why it cannot be.</summary>
public sealed class Backend
{
    private readonly Lazy<(ITransport? Transport, string? Missing)> _loaded;

    internal Backend(string name, Func<ITransport> load)
    {
        Name = name;
        _loaded = new(() => Load(load));
    }

    /// <summary>Every backend that there is, whether it can be loaded here or not.</summary>
    public static IReadOnlyList<Backend> All { get; } =
        [.. TransportBackends.All.Select(backend => new Backend(backend.Name, backend.Load))];

    /// <summary>The transport that other tests stand on. It is no network, and not one of <see cref="All"/>.</summary>
    public static Backend InMemory { get; } = new("memory", () => new InMemoryTransport());

    /// <summary>As <c>--transport</c> takes it.</summary>
    public string Name { get; }

    /// <summary>Why it cannot be loaded here; null where it can.</summary>
    public string? Missing => _loaded.Value.Missing;

    /// <summary>One for all tests.</summary>
    public ITransport Transport => _loaded.Value.Transport ?? throw new InvalidOperationException(Missing);

    /// <summary>The one of that name.</summary>
    public static Backend Named(string name) => All.Append(InMemory).Single(backend => backend.Name == name);

    private static (ITransport? Transport, string? Missing) Load(Func<ITransport> load)
    {
        try
        {
            return (load(), null);
        }
        catch (TransportException missing)
        {
            return (null, missing.Message);
        }
    }
}
