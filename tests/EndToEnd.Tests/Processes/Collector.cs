using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace Mcu.EndToEnd.Tests.Processes;

// A collector of metrics on a free port of this machine, which takes what is posted to it and answers with a status. It reads no
// protobuf: names stand in it as they are.
internal sealed class Collector : IAsyncDisposable
{
    private readonly HttpListener _http = new();
    private readonly HttpStatusCode _status;
    private readonly Channel<Delivery> _deliveries = Channel.CreateUnbounded<Delivery>();
    private readonly Task _serving;

    public Collector(HttpStatusCode status = HttpStatusCode.OK)
    {
        _status = status;
        Endpoint = $"http://127.0.0.1:{FreePort()}";
        _http.Prefixes.Add($"{Endpoint}/");
        _http.Start();
        _serving = ServeAsync();
    }

    // As --otlp-endpoint takes it.
    public string Endpoint { get; }

    // A port that nobody listens on, though somebody might in a moment.
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    // Waits for the next.
    public async Task<Delivery> NextAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return await _deliveries.Reader.ReadAsync(patience.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Close();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext request;
            try
            {
                request = await _http.GetContextAsync();
            }
            catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            using var body = new MemoryStream();
            await request.Request.InputStream.CopyToAsync(body);
            request.Response.StatusCode = (int)_status;
            request.Response.Close();
            await _deliveries.Writer.WriteAsync(new Delivery(
                $"{request.Request.HttpMethod} {request.Request.Url!.AbsolutePath}",
                request.Request.ContentType,
                Encoding.Latin1.GetString(body.ToArray())));
        }
    }

    // What was posted: "POST /v1/metrics", its type, and its bytes as Latin-1.
    public sealed record Delivery(string Request, string? ContentType, string Body);
}
