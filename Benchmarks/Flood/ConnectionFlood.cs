using System.Net;
using Mcu.Common.Transport;

namespace Mcu.Benchmarks.Flood;

// Many attempts to connect from this one address, spread evenly over a time. Each is a handshake as any client begins it, given up
// as soon as the server has answered, whatever the answer is.
internal sealed class ConnectionFlood(ITransport transport, IPEndPoint server)
{
    private int _refused;
    private int _letIn;
    private int _unanswered;

    public int Refused => _refused;

    public int LetIn => _letIn;

    // Without any answer until their time was over.
    public int Unanswered => _unanswered;

    public async Task RunAsync(int attempts, TimeSpan over)
    {
        const int Steps = 100;
        var all = new List<Task>(attempts);
        using var step = new PeriodicTimer(over / Steps);
        for (int i = 0; i < Steps; i++)
        {
            int until = attempts * (i + 1) / Steps;
            while (all.Count < until)
            {
                all.Add(Task.Run(AttemptAsync));
            }

            await step.WaitForNextTickAsync();
        }

        await Task.WhenAll(all);
    }

    private async Task AttemptAsync()
    {
        try
        {
            await using ITransportConnection connection = await transport.ConnectAsync(
                new ConnectOptions { EndPoint = server, Check = _ => null, HandshakeTimeout = TimeSpan.FromSeconds(2) },
                CancellationToken.None);
            Interlocked.Increment(ref _letIn);
        }
        catch (TransportException refused) when (refused.Error == TransportError.Unreachable)
        {
            Interlocked.Increment(ref _unanswered);
        }
        catch (TransportException)
        {
            Interlocked.Increment(ref _refused);
        }
    }
}
