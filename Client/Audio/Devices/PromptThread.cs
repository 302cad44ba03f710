using Mcu.Client.Audio.Devices.Interop;

namespace Mcu.Client.Audio.Devices;

// Sound cannot wait: whoever is late by more than the loudspeaker's queue is heard to be.
internal static class PromptThread
{
    // As programs for sound commonly ask for; what the system itself needs comes before it.
    private const int Niceness = -11;

    // Asks that the calling thread be run before the threads of others. Where the user may not ask for that, nothing changes; on
    // Linux it takes a nice limit (limits.d), root, or CAP_SYS_NICE.
    public static void Ask()
    {
        if (OperatingSystem.IsLinux())
        {
            // 0 is the thread itself there, unlike what POSIX says.
            _ = LibC.setpriority(LibC.PRIO_PROCESS, 0, Niceness);
        }
    }
}
