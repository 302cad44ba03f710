using System.Reflection;
using System.Text;
using Mcu.Client.Audio.Processing.Interop;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio.Processing;

// Our constants and signatures against the real headers: a few lines of C print each constant, and call each function with
// arguments of the types that we pass, which the compiler has to accept. Skipped, with the reason, where there is no compiler or
// no header.
public class SpeexHeadersTests
{
    private const BindingFlags Ours = BindingFlags.Static | BindingFlags.NonPublic;

    private const string Start = """
        #include <stdio.h>
        #include <speex/speex_resampler.h>
        #include <speex/speex_echo.h>
        #include <speex/speex_preprocess.h>
        #pragma GCC diagnostic error "-Wincompatible-pointer-types"
        #pragma GCC diagnostic error "-Wint-conversion"

        """;

    // How C writes the types that we write; what has no entry is a pointer that we do not look into.
    private static readonly Dictionary<string, string> s_types = new()
    {
        ["Int32"] = "int",
        ["UInt32"] = "unsigned int",
        ["Single*"] = "float *",
        ["Int16*"] = "short *",
        ["UInt32&"] = "unsigned int *",
        ["Int32&"] = "int *",
        ["Void"] = "void",
    };

    [HeadersFact]
    public void Constants_and_signatures_are_those_of_the_headers()
    {
        StringBuilder source = new StringBuilder(Start).AppendLine("static void calls(void) {");
        MethodInfo[] functions =
            [.. typeof(LibSpeexDsp).GetMethods(Ours).Where(f => f.Name.StartsWith("speex_", StringComparison.Ordinal))];
        foreach (MethodInfo function in functions)
        {
            source.AppendLine(Call(function));
        }

        source.AppendLine("}\nint main(void) {");
        List<string> ours = [];
        foreach (FieldInfo constant in typeof(LibSpeexDsp).GetFields(Ours).Where(field => field.FieldType == typeof(int)))
        {
            source.AppendLine($"""printf("{constant.Name} %d\n", {constant.Name});""");
            ours.Add($"{constant.Name} {constant.GetRawConstantValue()}");
        }

        source.AppendLine("return 0; }");
        string[] theirs = CProgram.CompileAndRun(source.ToString()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(theirs, ours);
        Assert.InRange(ours.Count, 12, 100);
        Assert.InRange(functions.Length, 16, 100);
    }

    private static string Call(MethodInfo function)
    {
        string arguments = string.Join(", ", function.GetParameters().Select(p => $"({CType(p.ParameterType)})0"));
        string call = $"{function.Name}({arguments})";
        string result = CType(function.ReturnType);
        return result switch
        {
            "void" => $"(void)sizeof({call});",
            "void *" => $"(void)sizeof(0 ? (const void *)0 : {call});",
            _ => $"_Static_assert(_Generic({call}, {result}: 1, default: 0), \"{function.Name}\");",
        };
    }

    private static string CType(Type type) => s_types.GetValueOrDefault(type.Name, "void *");

    private sealed class HeadersFactAttribute : FactAttribute
    {
        public HeadersFactAttribute() => Skip = CProgram.MissingFor(
            "speex/speex_resampler.h", "speex/speex_echo.h", "speex/speex_preprocess.h");
    }
}
