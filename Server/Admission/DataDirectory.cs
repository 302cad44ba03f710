using Mcu.Common.Files;

namespace Mcu.Server.Admission;

// The folder of what must survive a restart. Nobody but its owner may look into it.
internal static class DataDirectory
{
    // $XDG_STATE_HOME/mcu-server, else ~/.local/state/mcu-server (XDG base directory specification 0.8: what is not absolute does not
    // count). `variable` looks an environment variable up.
    public static string Default(Func<string, string?> variable)
    {
        if (variable("XDG_STATE_HOME") is { } state && Path.IsPathRooted(state))
        {
            return Path.Combine(state, "mcu-server");
        }

        if (variable("HOME") is { } home && Path.IsPathRooted(home))
        {
            return Path.Combine(home, ".local", "state", "mcu-server");
        }

        throw new AdmissionException(
            "There is no place to keep the certificate: neither XDG_STATE_HOME nor HOME names a folder. "
            + "Say one with --data-dir, or keep no certificate with --ephemeral-cert.");
    }

    // Makes it where it is missing, for the owner only.
    public static void Ensure(string path)
    {
        try
        {
            PrivateFile.CreateFolder(path);
        }
        catch (Exception failure) when (FileReason.IsOne(failure))
        {
            string reason = File.Exists(path) ? "it is a file" : FileReason.Of(failure, path);
            throw new AdmissionException(
                $"The data directory {path} cannot be made: {reason}. Say another with --data-dir, "
                + "or keep no certificate with --ephemeral-cert.",
                failure);
        }
    }
}
