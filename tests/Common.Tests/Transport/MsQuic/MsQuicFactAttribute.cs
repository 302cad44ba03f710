using Mcu.Testing.Pairs;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

/// <summary>A test that needs libmsquic; skipped, with the sentence that says so, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MsQuicFactAttribute : FactAttribute
{
    public MsQuicFactAttribute() => Skip = Backend.Named("msquic").Missing;
}
