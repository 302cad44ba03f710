using Xunit;
using Xunit.Sdk;

namespace Mcu.Testing.Pairs;

/// <summary>
/// A test that takes a <see cref="BackendPair"/> first, and then what rows of data there are: a case for every ordered pair of
/// backends. Cases of a backend that cannot be loaded are skipped, and say why.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Mcu.Testing.Pairs.PairDiscoverer", "Mcu.Testing")]
public class PairFactAttribute : FactAttribute
{
    /// <summary>With which there is a case.</summary>
    public virtual IEnumerable<BackendPair> Pairs => BackendPair.Every;
}

/// <summary>A test as of <see cref="PairFactAttribute"/>, with every backend at both ends only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BackendFactAttribute : PairFactAttribute
{
    /// <inheritdoc/>
    public override IEnumerable<BackendPair> Pairs => BackendPair.Same;
}

/// <summary>A test as of <see cref="PairFactAttribute"/>, and of the transport that other tests stand on.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeamFactAttribute : PairFactAttribute
{
    /// <inheritdoc/>
    public override IEnumerable<BackendPair> Pairs => [.. BackendPair.Every, new BackendPair(Backend.InMemory, Backend.InMemory)];
}
