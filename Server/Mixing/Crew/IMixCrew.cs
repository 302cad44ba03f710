namespace Mcu.Server.Mixing;

// Shares one tick's independent pieces of work among the threads that have time for it.
internal interface IMixCrew
{
    // Runs all parts, 0 to parts−1, each once, and returns when the last one is done. Parts may run at the same time, on any
    // mixing thread. Neither locks nor allocates. What a part throws comes out here, after the others are done.
    void Run(IMixWork work, int parts);
}

// Work in parts that touch nothing of each other.
internal interface IMixWork
{
    void RunPart(int part);
}
