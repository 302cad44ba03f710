using BenchmarkDotNet.Running;
using Mcu.Benchmarks;
using Mcu.Benchmarks.Demo;
using Mcu.Benchmarks.Flood;
using Mcu.Benchmarks.Load;

// What docs/benchmarks.md tells of, two commands of scripts/demo, and the flood of the end-to-end tests; everything else is
// BenchmarkDotNet's.
return args switch
{
    ["load", .. string[] rest] => await LoadCommand.MainAsync(rest, Console.Out, Console.Error),
    ["bench", .. string[] rest] => BenchCommand.Run(rest),
    ["turns", .. string[] rest] => TurnsCommand.Run(rest, Console.Out, Console.Error),
    ["heard", .. string[] rest] => HeardCommand.Run(rest, Console.Out, Console.Error),
    ["flood", .. string[] rest] => await FloodCommand.RunAsync(rest, Console.Out, Console.Error),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] arguments)
{
    BenchmarkSwitcher.FromAssembly(typeof(BenchCommand).Assembly).Run(arguments);
    return 0;
}
