namespace Mcu.Server.Admission;

// Where the server's certificate comes from, as the settings say it.
internal sealed record CertificateSource
{
    // PEM files, both or neither.
    public string? CertificateFile { get; init; }

    public string? KeyFile { get; init; }

    // Where it is kept without those two; null is the user's state directory.
    public string? DataDirectory { get; init; }

    // Made anew at every start, and kept nowhere.
    public bool IsEphemeral { get; init; }
}
