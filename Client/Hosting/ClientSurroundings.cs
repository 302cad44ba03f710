using Mcu.Client.Audio.Devices;
using Mcu.Client.Terminal;
using Mcu.Client.Voice;
using Mcu.Common.Transport.Backends;

namespace Mcu.Client.Hosting;

// What a run stands in: streams, clocks, and how to reach the network, sound cards and the terminal. Nothing is owned by the run
// but what it opens.
internal sealed record ClientSurroundings
{
    public required Stream Input { get; init; }

    public required TextWriter Output { get; init; }

    public required TextWriter Errors { get; init; }

    public IFramePacer Pacer { get; init; } = new MonotonicPacer();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    // Throws TransportException.
    public required Func<LoadedTransport> LoadTransport { get; init; }

    // Never throws: where there is none, a twin without devices.
    public required Func<IAudioDevices> OpenDevices { get; init; }

    // Where clients listen for "mcu-client ctl"; null for who does not.
    public string? ControlFolder { get; init; }

    // Null where there is none that can show a screen.
    public Func<ITerminal?> OpenTerminal { get; init; } = () => null;
}
