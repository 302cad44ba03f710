using System.Text;
using System.Text.Json;
using Mcu.Client.Commands;
using Mcu.Client.Hosting;
using Mcu.Common.Protocol;
using Xunit;

namespace Mcu.Client.Tests.Hosting;

// Commands typed into a run, and the lines that answer them.
public sealed class HeadlessCommandTests : IDisposable
{
    private static readonly RosterEntry s_ben = new(3, "Ben");

    private readonly RunFixture _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task A_kick_is_asked_for_and_answered_after_what_it_caused()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/kick ben too loud");
        Kick kick = await _run.Server.ExpectAsync<Kick>();
        Assert.Equal((3ul, "too loud"), (kick.ParticipantId, kick.Reason));
        await _run.Server.SendAsync(new ParticipantLeft(3, LeaveReason.Kicked));
        await _run.Server.SendAsync(new Ok(kick.RequestId));
        JsonElement answer = await _run.Output.JsonAsync("answer", "kick");
        Assert.Equal((1, true, 3ul), (
            answer.GetProperty("line").GetInt32(), answer.GetProperty("ok").GetBoolean(), answer.GetProperty("id").GetUInt64()));
        Assert.Contains("\"event\":\"left\"", _run.Output.Lines[^2], StringComparison.Ordinal);
        Assert.Contains("\"reason\":\"kicked\"", _run.Output.Lines[^2], StringComparison.Ordinal);
        await LeaveAsync(run);
    }

    [Fact]
    public async Task A_refusal_of_the_server_is_an_answer_with_code_and_sentence()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/forcemute 3");
        ForceMute request = await _run.Server.ExpectAsync<ForceMute>();
        Assert.True(request.Muted);
        await _run.Server.SendAsync(new Error(request.RequestId, ErrorCode.NotHost, "Only the host may do that."));
        JsonElement answer = await _run.Output.JsonAsync("answer", "forcemute");
        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.Equal("not_host", answer.GetProperty("code").GetString());
        Assert.Equal("Only the host may do that.", answer.GetProperty("sentence").GetString());
        await LeaveAsync(run);
    }

    [Fact]
    public async Task Mute_changes_from_one_to_the_other_and_says_who_still_silences()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/mute");
        Mute mute = await _run.Server.ExpectAsync<Mute>();
        await _run.Server.SendAsync(new Ok(mute.RequestId));
        Assert.True((await _run.Output.JsonAsync("line", 1)).GetProperty("self_muted").GetBoolean());
        await _run.Server.SendAsync(new MuteChanged(7, MuteState.Self | MuteState.Host));
        await _run.TypeAsync("/mute");
        mute = await _run.Server.ExpectAsync<Mute>();
        Assert.False(mute.Muted);
        await _run.Server.SendAsync(new MuteChanged(7, MuteState.Host));
        await _run.Server.SendAsync(new Ok(mute.RequestId));
        JsonElement answer = await _run.Output.JsonAsync("line", 2);
        Assert.True(answer.GetProperty("ok").GetBoolean());
        Assert.False(answer.GetProperty("self_muted").GetBoolean());
        Assert.True(answer.GetProperty("force_muted").GetBoolean());
        Assert.Equal("the host still silences you", answer.GetProperty("sentence").GetString());
        await LeaveAsync(run);
    }

    [Fact]
    public async Task An_answer_tells_of_its_own_mute_although_the_next_one_is_asked_for_already()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/mute\n/mute");
        Mute on = await _run.Server.ExpectAsync<Mute>();
        Mute off = await _run.Server.ExpectAsync<Mute>();
        Assert.Equal((true, false), (on.Muted, off.Muted));
        await _run.Server.SendAsync(new Ok(on.RequestId));
        Assert.True((await _run.Output.JsonAsync("line", 1)).GetProperty("self_muted").GetBoolean());
        await _run.Server.SendAsync(new Ok(off.RequestId));
        Assert.False((await _run.Output.JsonAsync("line", 2)).GetProperty("self_muted").GetBoolean());
        await LeaveAsync(run);
    }

    [Fact]
    public async Task Who_is_answered_with_everyone_and_how_they_stand()
    {
        Task<int> run = await _run.JoinedAsync(s_ben, new RosterEntry(5, "Cleo", MuteState.Self));
        await _run.TypeAsync("/block ben");
        await _run.Server.SendAsync(new Ok((await _run.Server.ExpectAsync<Block>()).RequestId));
        await _run.Output.JsonAsync("answer", "block");
        await _run.TypeAsync("/who");
        JsonElement answer = await _run.Output.JsonAsync("answer", "who");
        JsonElement[] all = [.. answer.GetProperty("participants").EnumerateArray()];
        Assert.Equal(3, all.Length);
        Assert.True(all[0].GetProperty("blocked").GetBoolean());
        Assert.True(all[0].GetProperty("host").GetBoolean());
        Assert.True(all[1].GetProperty("self_muted").GetBoolean());
        Assert.True(all[2].GetProperty("you").GetBoolean());
        await LeaveAsync(run);
    }

    [Theory]
    [InlineData("hello", "not_a_command")]
    [InlineData("/mutt", "unknown_command")]
    [InlineData("/mute maybe", "bad_argument")]
    [InlineData("/kick", "bad_argument")]
    [InlineData("/kick dora", "no_such_participant")]
    [InlineData("/block ben", "ambiguous_name")]
    [InlineData("/kick b\u001ben", "bad_text")]
    public async Task A_line_that_asks_for_nothing_is_answered_here(string line, string code)
    {
        Task<int> run = await _run.JoinedAsync(s_ben, new RosterEntry(5, "BEN"));
        await _run.TypeAsync("");
        await _run.TypeAsync(line);
        JsonElement answer = await _run.Output.JsonAsync("code", code);
        Assert.Equal(2, answer.GetProperty("line").GetInt32());
        Assert.False(answer.GetProperty("ok").GetBoolean());
        Assert.NotEmpty(answer.GetProperty("sentence").GetString()!);
        await LeaveAsync(run);
    }

    [Fact]
    public async Task A_huge_line_is_refused_and_the_next_one_read()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        byte[] part = Encoding.UTF8.GetBytes(new string('x', 10_000));
        for (int i = 0; i < 500; i++)
        {
            await _run.TypeAsync(part);
        }

        await _run.TypeAsync("");
        await _run.TypeAsync("/help");
        Assert.Equal(1, (await _run.Output.JsonAsync("code", "line_too_long")).GetProperty("line").GetInt32());
        JsonElement help = await _run.Output.JsonAsync("answer", "help");
        Assert.Equal(2, help.GetProperty("line").GetInt32());
        Assert.Equal(CommandTable.All.Count, help.GetProperty("commands").GetArrayLength());
        await LeaveAsync(run);
    }

    [Fact]
    public async Task Leave_is_answered_and_exits_with_0()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/q");
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.Contains("\"answer\":\"leave\"", _run.Output.Lines[^2], StringComparison.Ordinal);
        Assert.Contains("\"event\":\"ended\"", _run.Output.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_after_leave_is_not_carried_out()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/leave\n/kick ben");
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
        Assert.DoesNotContain(_run.Output.Lines, line => line.Contains("\"kick\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_whose_answers_nobody_reads_leaves()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.Output.JsonAsync("event", "joined");
        _run.Output.IsBroken = true;
        await _run.TypeAsync("/who");
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Failed, await run);
        Assert.StartsWith("Standard output cannot be written", Assert.Single(_run.Errors.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_end_of_the_input_is_no_reason_to_leave()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync(Encoding.UTF8.GetBytes("/who"));
        _run.EndInput();
        await _run.Output.JsonAsync("answer", "who");
        await _run.Server.SendAsync(new ParticipantJoined(9, "Cleo"));
        await _run.Output.JsonAsync("event", "came");
        await LeaveAsync(run);
    }

    [Fact]
    public async Task What_was_never_answered_is_answered_before_the_end()
    {
        Task<int> run = await _run.JoinedAsync(s_ben);
        await _run.TypeAsync("/kick 3");
        await _run.Server.ExpectAsync<Kick>();
        await _run.Server.Connection.CloseAsync((ulong)CloseCode.Kicked, "");
        Assert.Equal(ExitCode.Kicked, await run);
        Assert.Contains("\"code\":\"session_ended\"", _run.Output.Lines[^2], StringComparison.Ordinal);
        Assert.Contains("\"event\":\"ended\"", _run.Output.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task For_people_the_same_is_told_in_plain_lines()
    {
        Task<int> run = await _run.JoinedAsync(_run.Options with { IsHeadless = false }, s_ben);
        await _run.Server.SendAsync(new ParticipantJoined(9, "Cleo"));
        await _run.Server.SendAsync(new MuteChanged(3, MuteState.Host));
        await _run.Output.LineAsync(line => line == "Ben is silenced by the host");
        await _run.TypeAsync("/block cleo");
        await _run.Server.SendAsync(new Ok((await _run.Server.ExpectAsync<Block>()).RequestId));
        await _run.Output.LineAsync(line => line == "you do not hear Cleo any more");
        await _run.TypeAsync("/mute");
        await _run.Server.SendAsync(new Ok((await _run.Server.ExpectAsync<Mute>()).RequestId));
        await _run.Output.LineAsync(line => line == "you are muted");
        await _run.TypeAsync("/who");
        await _run.Output.LineAsync(line => line == "7  Ana (you)");
        Assert.Contains("3  Ben (host, silenced by the host)", _run.Output.Lines);
        Assert.Contains("9  Cleo (blocked by you)", _run.Output.Lines);
        await _run.TypeAsync("/kik cleo");
        await _run.Output.LineAsync(line => line.Contains("Is /kick meant?", StringComparison.Ordinal));
        await _run.TypeAsync("/help");
        await _run.Output.LineAsync(line => line.StartsWith("/leave  ", StringComparison.Ordinal));
        await LeaveAsync(run);
        Assert.Equal("joined lobby as Ana, with Ben", _run.Output.Lines[0]);
        Assert.Equal("ended: we left", _run.Output.Lines[^1]);
    }

    [Fact]
    public async Task For_people_what_is_so_already_is_answered_and_what_an_event_said_is_not_said_again()
    {
        Task<int> run = await _run.JoinedAsync(_run.Options with { IsHeadless = false }, s_ben);
        await _run.Server.SendAsync(new HostChanged(7));
        await _run.TypeAsync("/forcemute ben");
        ForceMute first = await _run.Server.ExpectAsync<ForceMute>();
        await _run.Server.SendAsync(new MuteChanged(3, MuteState.Host));
        await _run.Server.SendAsync(new Ok(first.RequestId));
        // What is typed does not wait for what the server says.
        await _run.Output.LineAsync(line => line == "Ben is silenced by the host");
        await _run.TypeAsync("/who");
        await _run.Output.LineAsync(line => line == "3  Ben (silenced by the host)");
        await _run.TypeAsync("/forcemute ben");
        await _run.Server.SendAsync(new Ok((await _run.Server.ExpectAsync<ForceMute>()).RequestId));
        for (int i = 0; i < 2; i++)
        {
            await _run.TypeAsync("/mute on");
            await _run.Server.SendAsync(new Ok((await _run.Server.ExpectAsync<Mute>()).RequestId));
        }

        await _run.TypeAsync("/block ben");
        await _run.Server.SendAsync(new Ok((await _run.Server.ExpectAsync<Block>()).RequestId));
        await _run.Output.LineAsync(line => line == "you do not hear Ben any more");
        await LeaveAsync(run);
        Assert.Equal(2, _run.Output.Lines.Count(line => line == "Ben is silenced by the host"));
        Assert.Equal(2, _run.Output.Lines.Count(line => line == "you are muted"));
        Assert.Contains("you are the host now", _run.Output.Lines);
    }

    private async Task LeaveAsync(Task<int> run)
    {
        await _run.SignalAsync();
        await _run.LetGoAsync();
        Assert.Equal(ExitCode.Normal, await run);
    }
}
