using System.Reflection;
using System.Runtime.InteropServices;
using Xunit;

namespace Mcu.Common.Tests;

public class NativeNamesTests
{
    private static readonly Assembly s_here = typeof(NativeNamesTests).Assembly;

    // The C library is on every machine; the names that stand for it here are on none.
    [Fact]
    public void A_library_is_found_by_the_first_other_name_that_there_is()
    {
        Assert.False(NativeLibrary.TryLoad("mcu-test-library", s_here, null, out _));
        NativeNames.AlsoTry(s_here, "mcu-test-library", ["mcu-nowhere", "libc.so.6", "libSystem.B.dylib"]);
        Assert.True(NativeLibrary.TryLoad("mcu-test-library", s_here, null, out nint library));
        Assert.True(NativeLibrary.TryGetExport(library, "getpid", out _));
    }

    [Fact]
    public void A_library_that_goes_by_none_of_them_is_not_found()
    {
        NativeNames.AlsoTry(s_here, "mcu-missing-library", ["mcu-nowhere"]);
        Assert.False(NativeLibrary.TryLoad("mcu-missing-library", s_here, null, out _));
        Assert.False(NativeLibrary.TryLoad("mcu-unknown-library", s_here, null, out _));
    }
}
