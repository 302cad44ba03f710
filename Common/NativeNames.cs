using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace Mcu.Common;

/// <summary>Native libraries that go by another name on other systems: Homebrew's, vcpkg's and MSYS2's. Any thread.</summary>
public static class NativeNames
{
    /// <summary>
    /// Has other names tried where a library is not found by the one it is imported by. To be called once, before the first import.
    /// </summary>
    /// <param name="importer">The assembly that imports it.</param>
    /// <param name="name">As the imports call it.</param>
    /// <param name="others">Names or paths, the likeliest first.</param>
    public static void AlsoTry(Assembly importer, string name, IReadOnlyList<string> others)
    {
        // Not DllImportResolver: an assembly can have only one, and several libraries of one need theirs.
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(importer) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += (_, wanted) => wanted == name ? Find(others) : 0;
    }

    private static nint Find(IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                return library;
            }
        }

        return 0;
    }
}
