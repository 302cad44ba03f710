using Microsoft.Extensions.Logging;

namespace Mcu.Server.Admission;

// What admission logs: all of it at the start, once.
internal static partial class AdmissionLog
{
    public const string Category = "mcu.admission";

    [LoggerMessage(1, LogLevel.Information, "made a certificate: {Certificate}, with its key in {Key}")]
    public static partial void Made(ILogger log, string certificate, string key);

    [LoggerMessage(2, LogLevel.Information, "loaded the certificate {Certificate}, valid until {Until}")]
    public static partial void Loaded(ILogger log, string certificate, string until);

    [LoggerMessage(3, LogLevel.Warning, "the key {Key} can be read or changed by others than its owner (mode {Mode}): chmod 600 it")]
    public static partial void KeyIsOpen(ILogger log, string key, string mode);

    [LoggerMessage(4, LogLevel.Warning, "the certificate {Certificate} ends in {Days} days, on {Until}. It is not replaced by itself, since "
        + "clients know it by its fingerprint: move it and its key away to have a new one made, and pass the new fingerprint on")]
    public static partial void EndsSoon(ILogger log, string certificate, int days, string until);
}
