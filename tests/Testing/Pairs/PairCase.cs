using System.ComponentModel;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Mcu.Testing.Pairs;

/// <summary>One case of a <see cref="PairFactAttribute"/>, skipped where one of its backends cannot be loaded.</summary>
public sealed class PairCase : XunitTestCase
{
    /// <summary>For the test runner, which fills it in.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    [Obsolete("For the test runner.")]
    public PairCase()
    {
    }

    internal PairCase(
        IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, object[] arguments)
        : base(diagnostics, display, options, method, arguments)
    {
    }

    /// <inheritdoc/>
    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        base.GetSkipReason(factAttribute) ?? ((BackendPair)TestMethodArguments[0]).Missing!;
}
