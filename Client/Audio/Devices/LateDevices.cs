namespace Mcu.Client.Audio.Devices;

// The sound devices of a machine whose sound system is still being asked for them, which may take for ever where it hangs. Until it
// answers there are none, and a sentence that says so; whoever tries again gets them then. Owns what comes. Never waits.
internal sealed class LateDevices(Task<IAudioDevices> opening) : IAudioDevices
{
    private const string Waiting = "The sound system of this machine has not answered yet.";

    public IReadOnlyList<AudioDevice> List() => Devices.List();

    public void LookAgain()
    {
        if (opening.IsCompletedSuccessfully)
        {
            Devices.LookAgain();
        }
    }

    public ICaptureStream OpenCapture(AudioDevice device) => Devices.OpenCapture(device);

    public IPlaybackStream OpenPlayback(AudioDevice device) => Devices.OpenPlayback(device);

    // What comes after this is disposed of as it comes.
    public void Dispose()
    {
        if (opening.IsCompletedSuccessfully)
        {
            Devices.Dispose();
            return;
        }

        _ = opening.ContinueWith(
            opened => opened.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    private IAudioDevices Devices =>
        opening.IsCompleted ? opening.GetAwaiter().GetResult() : throw new DeviceException(Waiting);
}
