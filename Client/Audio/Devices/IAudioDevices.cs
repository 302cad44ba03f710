namespace Mcu.Client.Audio.Devices;

// The sound devices of this machine: PortAudioDevices, NoDevices, and fakes in tests. Any thread, also at once. Opening may
// take some hundred milliseconds, so the audio path must not do it.
internal interface IAudioDevices : IDisposable
{
    // As of the last look. Throws DeviceException where nobody can look.
    IReadOnlyList<AudioDevice> List();

    // Looks for devices that came or went, where that makes sense just now. Open streams may end by it (StreamStatus.Gone):
    // whoever has one opens it again.
    void LookAgain();

    // Throws DeviceException where the device is not there, is busy or refuses every format.
    ICaptureStream OpenCapture(AudioDevice device);

    // As OpenCapture.
    IPlaybackStream OpenPlayback(AudioDevice device);
}

// Samples per second and channel, and how many channels stand side by side in a stream's samples.
internal readonly record struct StreamFormat(int Rate, int Channels);

// How a read or write went.
internal enum StreamStatus
{
    // Done in time.
    Done,

    // Done, but too late: sound before it was lost, or there was a gap.
    Late,

    // Nothing moved for a while (200 ms): what was to be read is silence, what was to be written is lost.
    Stalled,

    // Will never do anything again: the device failed, or the stream was disposed.
    Gone,
}

// A microphone's sound. Read: one thread at a time. Dispose: any thread; ends a read that waits.
internal interface ICaptureStream : IDisposable
{
    StreamFormat Format { get; }

    // Fills all of it, waiting for the device where need be; what is not Done or Late is silence. Allocates nothing.
    StreamStatus Read(Span<float> interleaved);
}

// A loudspeaker's sound. Write: one thread at a time. Dispose: any thread; ends a write that waits.
internal interface IPlaybackStream : IDisposable
{
    StreamFormat Format { get; }

    // Takes all of it, then waits until there is room for as much again. Allocates nothing.
    StreamStatus Write(ReadOnlySpan<float> interleaved);
}
