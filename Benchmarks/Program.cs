using Mcu.Benchmarks;
using Mcu.Benchmarks.Cycles;
using Mcu.Benchmarks.Demo;
using Mcu.Benchmarks.Flood;
using Mcu.Benchmarks.Load;

// What docs/benchmarks.md tells of, two commands of scripts/demo, and the flood of the end-to-end tests.
return args switch
{
    ["load", .. string[] rest] => await LoadCommand.MainAsync(rest, Console.Out, Console.Error),
    ["cycles", .. string[] rest] => await CyclesCommand.MainAsync(rest, Console.Out, Console.Error),
    ["bench", .. string[] rest] => BenchCommand.Run(rest, Console.Error),
    ["turns", .. string[] rest] => TurnsCommand.Run(rest, Console.Out, Console.Error),
    ["heard", .. string[] rest] => HeardCommand.Run(rest, Console.Out, Console.Error),
    ["flood", .. string[] rest] => await FloodCommand.RunAsync(rest, Console.Out, Console.Error),
    _ => Explain(),
};

static int Explain()
{
    Console.Error.WriteLine("load puts a server under load, cycles connects and disconnects again and again, bench measures the hot "
        + "parts; each has --help, and docs/benchmarks.md.");
    return 1;
}
