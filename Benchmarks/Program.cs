using BenchmarkDotNet.Running;
using Mcu.Benchmarks.Demo;
using Mcu.Benchmarks.Flood;
using Mcu.Benchmarks.Load;

// Two commands of scripts/demo, and the flood of the end-to-end tests; everything else is BenchmarkDotNet's.
return args switch
{
    ["turns", .. string[] rest] => TurnsCommand.Run(rest, Console.Out, Console.Error),
    ["heard", .. string[] rest] => HeardCommand.Run(rest, Console.Out, Console.Error),
    ["load", .. string[] rest] => await LoadCommand.MainAsync(rest, Console.Out, Console.Error),
    ["flood", .. string[] rest] => await FloodCommand.RunAsync(rest, Console.Out, Console.Error),
    _ => RunBenchmarks(args),
};

static int RunBenchmarks(string[] arguments)
{
    BenchmarkSwitcher.FromAssembly(typeof(Mcu.Benchmarks.Buffers.PacketRingBench).Assembly).Run(arguments);
    return 0;
}
