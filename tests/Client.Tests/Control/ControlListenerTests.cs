using System.Net.Sockets;
using System.Text;
using Mcu.Client.Commands;
using Mcu.Client.Control;
using Xunit;

namespace Mcu.Client.Tests.Control;

// The client's end, with connections that behave as they like.
public class ControlListenerTests
{
    [Fact]
    public async Task A_socket_is_its_owners_and_goes_with_its_client()
    {
        await using var control = new ControlFixture();
        control.Start(1);
        string path = control.Folder.SocketOf(1);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        await control.StopAsync();
        Assert.Empty(Directory.EnumerateFileSystemEntries(control.Path));
        control.Start(1);
    }

    [Fact]
    public async Task A_folder_whose_name_is_too_long_for_a_socket_is_said()
    {
        await using var control = new ControlFixture();
        var folder = ControlFolder.Make(Path.Combine(control.Path, new string('x', 120)));
        string sentence = Assert.Throws<ControlException>(
            () => ControlListener.Open(folder, 1, new FakeHandler(), control.Time)).Message;
        Assert.EndsWith("1.sock cannot be made: its name is too long.", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_may_end_with_the_connection_and_bytes_that_are_no_text_are_replaced()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        await using NetworkStream stream = control.Connect(1);
        await stream.WriteAsync("/mu\xFFte"u8.ToArray().Append((byte)0xC3).ToArray());
        stream.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("ok\n", await ControlFixture.ReadAsync(stream));
        Assert.Equal("/mu\u00FFte\uFFFD", Assert.Single(handler.Lines));
    }

    [Fact]
    public async Task Of_several_lines_the_first_is_taken()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        await using NetworkStream stream = control.Connect(1);
        await stream.WriteAsync("/mute\n/leave\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.Equal("ok", await reader.ReadLineAsync());
        Assert.Equal("/mute", Assert.Single(handler.Lines));
    }

    [Fact]
    public async Task A_line_that_is_too_long_is_refused()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        await using NetworkStream stream = control.Connect(1);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(new string('x', CommandLimits.MaxLineBytes + 1) + "\n"));
        Assert.Equal("error: The line has more than 4096 bytes.\n", await ControlFixture.ReadAsync(stream));
        Assert.Empty(handler.Lines);
    }

    [Fact]
    public async Task Who_sends_no_line_in_time_is_dropped()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        await using NetworkStream stream = control.Connect(1);
        await stream.WriteAsync("/mut"u8.ToArray());
        await control.Time.UntilTimerAsync(ControlLimits.TransferTime);
        control.Time.Advance(ControlLimits.TransferTime);
        Assert.Equal("", await ReadToEndOrResetAsync(stream));
        Assert.Empty(handler.Lines);
    }

    [Fact]
    public async Task Who_does_not_read_the_answer_is_dropped()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        // More than a socket holds.
        string[] much = [.. Enumerable.Repeat(new string('x', 1_000), 10_000)];
        var asked = new TaskCompletionSource();
        handler.Answer = (_, _) =>
        {
            asked.SetResult();
            return Task.FromResult(new CommandReply(much));
        };
        await using NetworkStream stream = control.Connect(1);
        await stream.WriteAsync("/who\n"u8.ToArray());
        await asked.Task;
        await control.Time.UntilTimerAsync(ControlLimits.TransferTime);
        control.Time.Advance(ControlLimits.TransferTime);
        string all = await ControlFixture.ReadAsync(stream);
        Assert.Null(CommandReply.Read(all));
        Assert.True(all.Length < 10_000_000);
    }

    [Fact]
    public async Task A_command_that_nobody_answers_is_answered_with_a_sentence()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        handler.Answer = async (_, token) =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return CommandReply.Refused("Never.");
        };
        await using NetworkStream stream = control.Connect(1);
        await stream.WriteAsync("/kick ben\n"u8.ToArray());
        await control.Time.UntilTimerAsync(ControlLimits.CommandTime);
        control.Time.Advance(ControlLimits.CommandTime);
        Assert.Equal(
            "error: The server has not answered in time; whether it was carried out is not known.\n",
            await ControlFixture.ReadAsync(stream));
    }

    [Fact]
    public async Task Only_so_many_are_served_at_once_and_the_others_wait()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        using var all = new SemaphoreSlim(0);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        handler.Answer = async (_, _) =>
        {
            all.Release();
            await go.Task;
            return new CommandReply([]);
        };
        Task<bool>[] running = [.. Enumerable.Range(0, ControlLimits.MaxConnections).Select(_ => control.RunAsync("mute"))];
        foreach (Task<bool> _ in running)
        {
            await all.WaitAsync();
        }

        await using NetworkStream waiting = control.Connect(1);
        await waiting.WriteAsync("/leave\n"u8.ToArray());
        Assert.Equal(ControlLimits.MaxConnections, handler.Lines.Count);
        go.SetResult();
        Assert.All(await Task.WhenAll(running), Assert.True);
        Assert.Equal("ok\n", await ControlFixture.ReadAsync(waiting));
        Assert.Equal("/leave", handler.Lines.Last());
    }

    [Fact]
    public async Task A_client_that_ends_waits_for_nobody()
    {
        await using var control = new ControlFixture();
        FakeHandler handler = control.Start(1);
        var asked = new TaskCompletionSource();
        handler.Answer = async (_, token) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return CommandReply.Refused("Never.");
        };
        Task<bool> running = control.RunAsync("kick ben");
        await asked.Task;
        await control.StopAsync();
        Assert.False(await running);
        Assert.Equal("The client 1 ended before it answered.", control.Errors.ToString().Trim());
    }

    // A socket that is closed with bytes in it that nobody has read resets its peer; whether they were read is a matter of luck.
    private static async Task<string> ReadToEndOrResetAsync(NetworkStream stream)
    {
        try
        {
            return await ControlFixture.ReadAsync(stream);
        }
        catch (IOException e) when (e.InnerException is SocketException { SocketErrorCode: SocketError.ConnectionReset })
        {
            return "";
        }
    }
}
