using System.CommandLine;
using System.CommandLine.Parsing;

namespace Mcu.Benchmarks.Commands;

// What stands after two dashes, for a server that is started. Anything else that is no flag of ours is a mistake, and nothing to
// start a server with.
internal static class ServerFlagsArgument
{
    // Throws FormatException with a sentence.
    public static string[] Read(ParseResult parsed, Argument<string[]> argument, string command)
    {
        string[] flags = parsed.GetValue(argument) ?? [];
        int afterDashes = parsed.Tokens.Reverse().TakeWhile(token => token.Type != TokenType.DoubleDash).Count();
        bool hasDashes = afterDashes < parsed.Tokens.Count;
        return flags.Length == (hasDashes ? afterDashes : 0)
            ? flags
            : throw new FormatException(
                $"\"{flags[0]}\" is unknown; {command} --help lists what is allowed. Flags for the server stand after --.");
    }
}
