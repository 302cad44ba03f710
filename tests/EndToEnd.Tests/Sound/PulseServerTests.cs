using Mcu.Testing;
using Xunit;

namespace Mcu.EndToEnd.Tests.Sound;

// The driver itself: what is spoken into a cable is on that cable, and on no other.
public class PulseServerTests
{
    [PulseFact]
    public async Task What_is_played_into_a_cable_is_heard_on_it_alone()
    {
        await using PulseServer server = await PulseServer.StartAsync("mouth", "ear");
        await using PulseRecording recording = await server.RecordAsync();
        float[] tone = [.. Enumerable.Range(0, 24_000).Select(i => 0.5f * (float)Math.Sin(Math.Tau * 1_000 * i / 48_000))];
        await server.PlayAsync("mouth", tone);
        Dictionary<string, float[]> heard = await recording.StopAsync();
        int start = Array.FindIndex(heard["mouth"], sample => Math.Abs(sample) > 0.01f);
        Assert.InRange(start, 0, heard["mouth"].Length - 20_000);
        Assert.Equal(0.5, Goertzel.Amplitude(heard["mouth"].AsSpan(start, 9_600), 1_000), 0.01);
        Assert.All(heard["ear"], sample => Assert.Equal(0, sample));
    }

    [PulseFact]
    public async Task Its_cables_can_be_pulled_out_and_plugged_in_again()
    {
        await using PulseServer server = await PulseServer.StartAsync("mouth", "ear");
        await server.PullOutAsync();
        await server.PlugInAsync();
        await using PulseRecording recording = await server.RecordAsync();
        await server.PlayAsync("mouth", [.. Enumerable.Repeat(0.25f, 4_800)]);
        Assert.Equal(0.25f, (await recording.StopAsync())["mouth"].Max(), 0.01f);
    }
}

// Skipped, with the reason, where PulseAudio cannot be started.
internal sealed class PulseFactAttribute : FactAttribute
{
    public PulseFactAttribute() => Skip = PulseServer.Missing;
}
