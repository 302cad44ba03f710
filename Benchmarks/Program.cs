using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Mcu.Benchmarks.Buffers.PacketRingBench).Assembly).Run(args);
