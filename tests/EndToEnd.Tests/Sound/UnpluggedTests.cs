using System.Text.Json;
using Mcu.EndToEnd.Tests.Processes;
using Xunit;
using Xunit.Abstractions;

namespace Mcu.EndToEnd.Tests.Sound;

// Sound cards that go and come back in the middle of a call, and those that were never there.
public class UnpluggedTests(ITestOutputHelper output)
{
    [PulseFact]
    public async Task Cards_that_are_pulled_out_are_told_of_and_used_again_when_they_are_back()
    {
        await using SoundCardCall call = await SoundCardCall.StartAsync();
        await UsesAsync(call.Ana, "microphone: mouth_microphone");
        await UsesAsync(call.Ben, "loudspeaker: ear_loudspeaker");
        await call.Cards.PullOutAsync();
        await WarningAsync(call.Ana, "The microphone \"mouth_microphone\" has gone. Until there is one, soft beeps");
        await WarningAsync(call.Ben, "The loudspeaker \"ear_loudspeaker\" has gone.");

        // The call goes on meanwhile.
        await call.Ana.DoAsync("/who");
        await call.Ben.DoAsync("/who");
        await call.Cards.PlugInAsync();
        await using PulseRecording listener = await call.Cards.RecordAsync();
        await WarningAsync(call.Ana, "The microphone is \"mouth_microphone\" (");
        await WarningAsync(call.Ben, "The loudspeaker is \"ear_loudspeaker\" (");
        (float[] spoken, float[] heard) = await call.SpeakAsync(Clicks.Sound());
        double[] delays = Clicks.Delays(spoken, heard);
        output.WriteLine($"mouth to ear after that: {Clicks.Describe(delays)}");
        output.WriteLine((await call.Ana.DoAsync("/stats")).GetProperty("lines").GetRawText());
        output.WriteLine((await call.Ben.DoAsync("/stats")).GetProperty("lines").GetRawText());

        // However late: a virtual card that was opened while nobody listened to it takes its time at first.
        Assert.InRange(heard.Max(Math.Abs), 0.05f, 1f);
    }

    [PulseFact]
    public async Task A_microphone_that_is_not_there_is_told_of_with_what_there_is()
    {
        await using PulseServer cards = await PulseServer.StartAsync("mouth", "ear");
        await using ServerProcess server = await ServerProcess.StartAsync();
        await using ClientProcess ana = await ClientProcess.JoinAsync(
            server, cards, "Ana", "--input-device", "no such", "--output-device", "ear_loudspeaker");
        string sentence = await WarningAsync(ana, "There is no microphone \"no such\".");
        Assert.Contains("\"mouth_microphone\"", sentence, StringComparison.Ordinal);
        Assert.Contains("is used", sentence, StringComparison.Ordinal);
    }

    [PulseFact]
    public async Task List_devices_prints_every_card_and_marks_the_defaults()
    {
        await using PulseServer cards = await PulseServer.StartAsync("mouth", "ear");
        await using ClientProcess client = ClientProcess.Run(["--list-devices"], cards.Environment);
        Assert.Equal(0, await client.ExitCodeAsync());
        string[] lines = client.Output;
        output.WriteLine(string.Join('\n', lines));
        Assert.Empty(client.Errors);
        Assert.Matches("^name +host API +in +out +rate$", lines[0]);
        Assert.All(
            (string[])["mouth_microphone", "mouth_loudspeaker", "ear_microphone", "ear_loudspeaker"],
            name => Assert.Contains(lines, line => line.StartsWith(name + " ", StringComparison.Ordinal)));
        Assert.Single(lines, line => line.Contains("default input", StringComparison.Ordinal));
        Assert.Single(lines, line => line.EndsWith("output", StringComparison.Ordinal));
    }

    // What is good news is no warning, so it is asked for.
    private static async Task UsesAsync(ClientProcess client, string line)
    {
        for (int i = 0; i < 150; i++)
        {
            JsonElement lines = (await client.DoAsync("/devices")).GetProperty("lines");
            if (lines.EnumerateArray().Any(one => one.GetString() == line))
            {
                return;
            }

            await Task.Delay(200);
        }

        Assert.Fail($"After 30 s it is still not \"{line}\".");
    }

    private async Task<string> WarningAsync(ClientProcess client, string part)
    {
        string line = await client.OutputLineAsync(line =>
            Unescaped(line).Contains("\"event\":\"warning\"", StringComparison.Ordinal)
            && Unescaped(line).Contains(part, StringComparison.Ordinal));
        output.WriteLine(Unescaped(line));
        return Unescaped(line);
    }

    private static string Unescaped(string line) => line.Replace("\\\"", "\"", StringComparison.Ordinal);
}
