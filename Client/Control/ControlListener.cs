using System.Net.Sockets;
using System.Text;
using Mcu.Client.Commands;
using Mcu.Client.Narration;
using Mcu.Common.Files;

namespace Mcu.Client.Control;

// One client's control socket: takes a command from each connection, and answers it. Who is slow to write or does not read is
// dropped. Any thread.
internal sealed class ControlListener : IAsyncDisposable
{
    // As many as may wait to be accepted.
    private const int Backlog = 16;

    private readonly string _path;
    private readonly Socket _socket;
    private readonly ICommandHandler _handler;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _room = new(ControlLimits.MaxConnections);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _accepting;

    private ControlListener(string path, Socket socket, ICommandHandler handler, TimeProvider time)
    {
        _path = path;
        _socket = socket;
        _handler = handler;
        _time = time;
        _accepting = AcceptAsync();
    }

    // Throws ControlException.
    public static ControlListener Open(ControlFolder folder, int processId, ICommandHandler handler, TimeProvider time)
    {
        string path = folder.SocketOf(processId);
        // Whoever finds a socket that refuses takes it for a dead one: it gets its name when it listens.
        string before = path + ".new";
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Of a client that had our number and died.
            File.Delete(before);
            socket.Bind(new UnixDomainSocketEndPoint(before));
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(before, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }

            socket.Listen(Backlog);
            File.Move(before, path, overwrite: true);
            return new ControlListener(path, socket, handler, time);
        }
        catch (Exception e) when (FileReason.IsOne(e) || e is SocketException)
        {
            socket.Dispose();
            string why = e switch
            {
                SocketException => e.Message.TrimEnd('.'),

                // Of a socket's name there are some 100 bytes, of a file's thousands.
                ArgumentOutOfRangeException => "its name is too long",
                _ => FileReason.Of(e, path),
            };
            throw new ControlException($"The control socket {path} cannot be made: {why}.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        DeadSocket.Remove(_path);
        _socket.Dispose();
        await _accepting.ConfigureAwait(false);
        for (int i = 0; i < ControlLimits.MaxConnections; i++)
        {
            await _room.WaitAsync().ConfigureAwait(false);
        }

        _room.Dispose();
        _ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await _room.WaitAsync(_ending.Token).ConfigureAwait(false);
                Socket connection;
                try
                {
                    connection = await _socket.AcceptAsync(_ending.Token).ConfigureAwait(false);
                }
                catch
                {
                    _room.Release();
                    throw;
                }

                _ = ServeAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It is over; or the system takes no more, and the client goes on without being controlled.
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        try
        {
            var stream = new NetworkStream(connection, ownsSocket: true);
            await using (stream.ConfigureAwait(false))
            {
                InputLine? come = await InTimeAsync(
                    ControlLimits.TransferTime, token => new InputLines(stream).ReadAsync(token).AsTask()).ConfigureAwait(false);
                if (come is { } line)
                {
                    ReadOnlyMemory<byte> answer = Encoding.UTF8.GetBytes((await AnswerAsync(line).ConfigureAwait(false)).Write());
                    await InTimeAsync(
                        ControlLimits.TransferTime, token => SendAsync(stream, answer, token)).ConfigureAwait(false);
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // They went, or were too slow.
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<CommandReply> AnswerAsync(InputLine line)
    {
        if (line.Text is null)
        {
            return CommandReply.Refused($"The line has more than {CommandLimits.MaxLineBytes} bytes.");
        }

        try
        {
            return await InTimeAsync(ControlLimits.CommandTime, token => _handler.RunAsync(line.Text, token)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_ending.IsCancellationRequested)
        {
            return CommandReply.Refused("The server has not answered in time; whether it was carried out is not known.");
        }
    }

    private static async Task<bool> SendAsync(NetworkStream stream, ReadOnlyMemory<byte> answer, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(answer, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<T> InTimeAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> run)
    {
        using var timeout = new CancellationTokenSource(limit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _ending.Token);
        return await run(either.Token).WaitAsync(either.Token).ConfigureAwait(false);
    }
}
