using System.CommandLine;
using System.CommandLine.Invocation;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Mcu.Benchmarks;

// `bench [--short] [FILTER…]`: BenchmarkDotNet over everything, or over what the filters name. Short is for a look: a few rounds of
// a tenth of a second in this process, so that all of it takes a few minutes.
internal static class BenchCommand
{
    private const double ShortRoundMs = 100;
    private const int WidestParameter = 40;

    public static int Run(string[] arguments, TextWriter errors)
    {
        var isShort = new Option<bool>("--short") { Description = "A few short rounds each: minutes for all, and rougher figures." };
        var filters = new Argument<string[]>("FILTER")
        {
            Arity = ArgumentArity.ZeroOrMore,
            Description = "Which ones, such as '*RoomMixer*'. [default: *]",
        };
        // BenchmarkDotNet would take a mistyped flag for a name.
        filters.Validators.Add(given =>
        {
            if (given.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } flag)
            {
                given.AddError($"\"{flag.Value}\" is unknown; bench --help lists what is allowed.");
            }
        });
        var root = new RootCommand("Measures the hot parts, one by one, with what they allocate.") { isShort, filters };
        root.SetAction(parsed =>
        {
            string[] wanted = parsed.GetValue(filters) is { Length: > 0 } some ? some : ["*"];
            IConfig config = DefaultConfig.Instance
                .AddJob(parsed.GetValue(isShort) ? Short() : Job.Default)
                .WithSummaryStyle(SummaryStyle.Default.WithMaxParameterColumnWidth(WidestParameter));
            if (BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(["--filter", .. wanted], config).Any())
            {
                return 0;
            }

            errors.WriteLine($"No benchmark's name is like {string.Join(' ', wanted)}; docs/benchmarks.md lists them.");
            return 1;
        });
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Action is not ParseErrorAction)
        {
            return parsed.Invoke();
        }

        errors.WriteLine(parsed.Errors[0].Message);
        return 1;
    }

    private static Job Short() => Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(2)
        .WithIterationCount(5)
        .WithIterationTime(TimeInterval.FromMilliseconds(ShortRoundMs))
        .WithId("Short");
}
