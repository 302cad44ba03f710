using System.Net.Sockets;
using System.Text;

namespace Mcu.Client.Control;

// One command to one client, from another process. Blocks: it is all that the process does, and nothing is as quick to start.
internal static class ControlCall
{
    // Null where that client is gone; its socket then is, too. Throws ControlException.
    public static CommandReply? Send(ControlFolder folder, int processId, string line)
    {
        string path = folder.SocketOf(processId);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        int patience = (int)(ControlLimits.CommandTime + ControlLimits.TransferTime).TotalMilliseconds;
        socket.SendTimeout = socket.ReceiveTimeout = patience;
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.AddressNotAvailable)
        {
            DeadSocket.Remove(path);
            return null;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new ControlException($"The client {processId} cannot be reached: {e.Message.TrimEnd('.')}.", e);
        }

        try
        {
            socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
            return CommandReply.Read(Receive(socket))
                ?? throw new ControlException($"The client {processId} ended before it answered.");
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            throw new ControlException($"The client {processId} does not answer.", e);
        }
        catch (SocketException e)
        {
            throw new ControlException($"The client {processId} ended before it answered: {e.Message.TrimEnd('.')}.", e);
        }
    }

    // All that comes, up to what is allowed.
    private static string Receive(Socket socket)
    {
        var bytes = new byte[4_096];
        int count = 0;
        while (socket.Receive(bytes.AsSpan(count)) is var more and > 0)
        {
            count += more;
            if (count == bytes.Length)
            {
                if (count >= ControlLimits.MaxAnswerBytes)
                {
                    break;
                }

                Array.Resize(ref bytes, 2 * count);
            }
        }

        return Encoding.UTF8.GetString(bytes.AsSpan(0, count));
    }
}
