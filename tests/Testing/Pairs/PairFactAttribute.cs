using Xunit;
using Xunit.Sdk;

namespace Mcu.Testing.Pairs;

/// <summary>
/// A test that takes a <see cref="BackendPair"/>: a case for every ordered pair of backends. Cases of a backend that cannot be
/// loaded are skipped, and say why.
/// </summary>
/// <param name="values">Where there are any, the test takes one of them too, and there is a case for each.</param>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("Mcu.Testing.Pairs.PairDiscoverer", "Mcu.Testing")]
public class PairFactAttribute(params object[] values) : FactAttribute
{
    /// <summary>With which there is a case.</summary>
    public virtual IEnumerable<BackendPair> Pairs => BackendPair.Every;

    /// <summary>With each of which there is one, where there are any.</summary>
    public IReadOnlyList<object> Values => values;
}

/// <summary>A test as of <see cref="PairFactAttribute"/>, with every backend at both ends only.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BackendFactAttribute(params object[] values) : PairFactAttribute(values)
{
    /// <inheritdoc/>
    public override IEnumerable<BackendPair> Pairs => BackendPair.Same;
}

/// <summary>A test as of <see cref="PairFactAttribute"/>, and of the transport that other tests stand on.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeamFactAttribute(params object[] values) : PairFactAttribute(values)
{
    /// <inheritdoc/>
    public override IEnumerable<BackendPair> Pairs => [.. BackendPair.Every, new BackendPair(Backend.InMemory, Backend.InMemory)];
}
