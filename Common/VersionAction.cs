using System.CommandLine;
using System.CommandLine.Invocation;

namespace Mcu.Common;

/// <summary>What <c>--version</c> does in both programs: prints what <see cref="ProgramVersion"/> knows, and ends with 0.</summary>
public sealed class VersionAction : SynchronousCommandLineAction
{
    private readonly Func<string> _versions;

    private VersionAction(Func<string> versions) => _versions = versions;

    /// <summary>Puts it in the place of the library's own.</summary>
    /// <param name="root">The program's command.</param>
    /// <param name="versions">What is printed; asked only then.</param>
    public static void Set(RootCommand root, Func<string> versions)
    {
        ArgumentNullException.ThrowIfNull(root);
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction(versions);
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        ArgumentNullException.ThrowIfNull(parseResult);
        parseResult.InvocationConfiguration.Output.WriteLine(_versions());
        return 0;
    }
}
