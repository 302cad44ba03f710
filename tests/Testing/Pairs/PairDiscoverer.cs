using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mcu.Testing.Pairs;

/// <summary>Makes the cases of a <see cref="PairFactAttribute"/>: each of its pairs with each of its values.</summary>
public sealed class PairDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ArgumentNullException.ThrowIfNull(factAttribute);
        return CasesOf(
            (PairFactAttribute)((IReflectionAttributeInfo)factAttribute).Attribute,
            testMethod,
            discoveryOptions.MethodDisplayOrDefault(),
            discoveryOptions.MethodDisplayOptionsOrDefault());
    }

    internal IEnumerable<PairCase> CasesOf(
        PairFactAttribute fact, ITestMethod method, TestMethodDisplay display, TestMethodDisplayOptions options)
    {
        object[][] rows = fact.Values.Count == 0 ? [[]] : [.. fact.Values.Select(value => new[] { value })];
        return
            from pair in fact.Pairs
            from row in rows
            select new PairCase(diagnostics, display, options, method, [pair, .. row]);
    }
}
