using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Mcu.Client.Audio.Devices.Interop;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Devices;

// Our structs, constants and signatures against the real header: a few lines of C print sizes, offsets and constants, and call each
// function with arguments of the types that we pass. Skipped, with the reason, where there is no compiler or no header.
public class PortAudioHeadersTests
{
    private const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic;

    private const string Start = """
        #include <stddef.h>
        #include <stdio.h>
        #include <portaudio.h>
        #include <pa_linux_alsa.h>
        #pragma GCC diagnostic error "-Wincompatible-pointer-types"
        #pragma GCC diagnostic error "-Wint-conversion"

        """;

    private static readonly Type[] s_structs =
    [
        typeof(PaDeviceInfo), typeof(PaHostApiInfo), typeof(PaHostErrorInfo), typeof(PaStreamParameters),
    ];

    // How C writes the types that we write; what has no entry is a pointer that we do not look into.
    private static readonly Dictionary<string, string> s_types = new()
    {
        ["Int32"] = "int",
        ["Double"] = "double",
        ["CLong"] = "long",
        ["CULong"] = "unsigned long",
        ["Single*"] = "float *",
        ["PaStreamParameters*"] = "PaStreamParameters *",
        ["IntPtr&"] = "PaStream **",
        ["PaStreamHandle"] = "PaStream *",
    };

    [HeadersFact]
    public void Structs_and_constants_are_those_of_the_header()
    {
        StringBuilder source = new StringBuilder(Start).AppendLine("int main(void) {");
        List<string> ours = [];
        foreach (Type type in s_structs)
        {
            source.AppendLine($"""printf("{type.Name} %zu\n", sizeof({type.Name}));""");
            ours.Add($"{type.Name} {Marshal.SizeOf(type)}");
            foreach (FieldInfo field in type.GetFields())
            {
                source.AppendLine($"""printf("{type.Name}.{field.Name} %zu\n", offsetof({type.Name}, {field.Name}));""");
                ours.Add($"{type.Name}.{field.Name} {Marshal.OffsetOf(type, field.Name)}");
            }
        }

        foreach (FieldInfo constant in typeof(LibPortAudio).GetFields(Statics).Where(field => field.FieldType == typeof(int)))
        {
            source.AppendLine($"""printf("{constant.Name} %d\n", (int){constant.Name});""");
            ours.Add($"{constant.Name} {constant.GetRawConstantValue()}");
        }

        source.AppendLine("return 0; }");
        string[] theirs = CProgram.CompileAndRun(source.ToString()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(theirs, ours);
        Assert.InRange(ours.Count, 30, 100);
    }

    [HeadersFact]
    public void Functions_take_and_give_what_we_say()
    {
        MethodInfo[] functions =
            [.. typeof(LibPortAudio).GetMethods(Statics).Where(f => f.Name.StartsWith("Pa", StringComparison.Ordinal))];
        StringBuilder source = new StringBuilder(Start).AppendLine("static void calls(void) {");
        foreach (MethodInfo function in functions)
        {
            source.AppendLine(Call(function));
        }

        source.AppendLine("(void)calls; } int main(void) { return 0; }");
        CProgram.CompileAndRun(source.ToString());
        Assert.InRange(functions.Length, 15, 100);
    }

    private static string Call(MethodInfo function)
    {
        string arguments = string.Join(", ", function.GetParameters().Select(p => $"({CType(p.ParameterType)})0"));
        string call = $"{function.Name}({arguments})";
        string result = CType(function.ReturnType);
        return result == "void *"
            ? $"(void)sizeof(0 ? (const void *)0 : {call});"
            : $"_Static_assert(_Generic({call}, {result}: 1, default: 0), \"{function.Name}\");";
    }

    private static string CType(Type type) => s_types.GetValueOrDefault(type.Name, "void *");

    private sealed class HeadersFactAttribute : FactAttribute
    {
        public HeadersFactAttribute() => Skip = CProgram.MissingFor("portaudio.h", "pa_linux_alsa.h");
    }
}
