namespace Mcu.Client.Trust;

// Where the client keeps what it must not lose.
internal static class DataDirectory
{
    // $XDG_DATA_HOME/mcu-client or ~/.local/share/mcu-client (XDG Base Directory Specification), and what other systems have
    // in their place. Throws FormatException where the user has no home.
    public static string Default()
    {
        string data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Path.Combine(data, "mcu-client")
            : throw new FormatException(
                "--data-dir is needed: this user has no home, where the identity and the known servers would be kept.");
    }
}
