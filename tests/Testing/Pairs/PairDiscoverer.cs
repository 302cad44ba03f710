using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mcu.Testing.Pairs;

/// <summary>Makes the cases of a <see cref="PairFactAttribute"/>: each of its pairs with each row of data.</summary>
public sealed class PairDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        var fact = (PairFactAttribute)((IReflectionAttributeInfo)factAttribute).Attribute;
        object[][] rows = [.. testMethod.Method.GetCustomAttributes(typeof(DataAttribute)).SelectMany(data => RowsOf(data, testMethod))];
        return
            from pair in fact.Pairs
            from row in rows.Length == 0 ? [[]] : rows
            select new PairCase(
                diagnostics,
                discoveryOptions.MethodDisplayOrDefault(),
                discoveryOptions.MethodDisplayOptionsOrDefault(),
                testMethod,
                [pair, .. row]);
    }

    private static IEnumerable<object[]> RowsOf(IAttributeInfo data, ITestMethod testMethod) =>
        ((DataAttribute)((IReflectionAttributeInfo)data).Attribute).GetData(testMethod.Method.ToRuntimeMethod());
}
