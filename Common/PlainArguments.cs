using System.CommandLine;

namespace Mcu.Common;

/// <summary>
/// A program's arguments taken as they stand. By itself the library reads more into them: <c>@Ana</c> would be a file of further
/// arguments, and as the first word <c>[2001:db8::1]</c> a directive to the library, and the program's own name nothing.
/// </summary>
public static class PlainArguments
{
    // Behind a flag no word is the first one any more. Nobody can type this flag.
    private const string Ahead = "--\u0001";

    private static readonly ParserConfiguration s_plain = new() { ResponseFileTokenReplacer = null };

    /// <summary>Parses them.</summary>
    /// <param name="root">The program's command, which gets a hidden flag and loses its directives.</param>
    /// <param name="arguments">The words of the command line, without the program's own.</param>
    public static ParseResult Parse(RootCommand root, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(root);
        root.Directives.Clear();
        if (root.Options.All(option => option.Name != Ahead))
        {
            root.Options.Add(new Option<bool>(Ahead) { Arity = ArgumentArity.Zero, Hidden = true });
        }

        // --version wants to stand alone.
        return root.Parse(arguments is [] or [['-', ..], ..] ? arguments : [Ahead, .. arguments], s_plain);
    }
}
