using System.Text;
using Mcu.Client.Commands;

namespace Mcu.Client.Control;

// "mcu-client ctl": hands a command to clients that run, prints what they answer, and says whether all of them did it.
internal sealed class ControlProgram(string folder, TextWriter output, TextWriter errors)
{
    // False: not done by all that were meant, or there are none; why is said on errors.
    public bool Run(ControlRequest request)
    {
        try
        {
            Check(request.Line);
            if (ControlFolder.Find(folder) is not { } sockets)
            {
                throw new ControlException(NobodyRuns);
            }

            return request.All ? TellAll(sockets, request.Line) : TellOne(sockets, request.ProcessId, request.Line);
        }
        catch (ControlException e)
        {
            errors.WriteLine(e.Message);
            return false;
        }
    }

    private const string NobodyRuns = "No mcu-client runs here, or only with --headless.";

    private bool TellAll(ControlFolder sockets, string line)
    {
        int told = 0;
        bool isDone = true;
        foreach (int id in sockets.ProcessIds())
        {
            try
            {
                if (ControlCall.Send(sockets, id, line) is { } reply)
                {
                    told++;
                    isDone &= Tell(reply, $"{id}: ");
                }
            }
            catch (ControlException e)
            {
                told++;
                isDone = false;
                errors.WriteLine(e.Message);
            }
        }

        return told > 0 ? isDone : throw new ControlException(NobodyRuns);
    }

    private bool TellOne(ControlFolder sockets, int? processId, string line)
    {
        foreach (int id in processId is { } only ? [only] : sockets.ProcessIds())
        {
            if (ControlCall.Send(sockets, id, line) is { } reply)
            {
                return Tell(reply, "");
            }
        }

        throw new ControlException(
            processId is null ? NobodyRuns : $"The process {processId} is no mcu-client, or one with --headless.");
    }

    private bool Tell(CommandReply reply, string who)
    {
        try
        {
            foreach (string line in reply.Lines)
            {
                output.WriteLine(who + line);
            }
        }
        catch (IOException e)
        {
            throw new ControlException($"Standard output cannot be written: {e.Message}", e);
        }

        if (reply.Error is { } why)
        {
            errors.WriteLine(who + why);
        }

        return reply.IsOk;
    }

    private static void Check(string line)
    {
        if (line.Any(char.IsControl))
        {
            throw new ControlException("The command holds a control character; it must be one line of text.");
        }

        if (Encoding.UTF8.GetBytes(line).Length is var bytes and > CommandLimits.MaxLineBytes)
        {
            throw new ControlException($"The command takes {bytes} bytes of UTF-8; at most {CommandLimits.MaxLineBytes} are allowed.");
        }
    }
}
