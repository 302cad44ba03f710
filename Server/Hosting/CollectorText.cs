namespace Mcu.Server.Hosting;

// The address of a collector of metrics, as an operator writes it: http://127.0.0.1:4318, https://otel.example.org/mcu.
internal static class CollectorText
{
    // Null where it is none. A name and a password in it would come into the log; OTEL_EXPORTER_OTLP_HEADERS is for those.
    public static Uri? Read(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? endpoint)
        && (endpoint.Scheme == Uri.UriSchemeHttp || endpoint.Scheme == Uri.UriSchemeHttps)
        && endpoint is { Host.Length: > 0, UserInfo: "", Query: "", Fragment: "" }
            ? endpoint
            : null;
}
