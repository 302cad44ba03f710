using Mcu.EndToEnd.Tests.Processes;

namespace Mcu.EndToEnd.Tests.Sound;

// Ana speaks to Ben, each with a microphone and a loudspeaker, through a real server: what is played on the cable "mouth" is to
// come out on the cable "ear". The other two cables are Ana's ear and Ben's mouth, where nothing is said.
internal sealed class SoundCardCall : IAsyncDisposable
{
    public const string Mouth = "mouth";
    public const string Ear = "ear";

    // Somebody who listens to the cables all the time, so that they are prompt.
    private readonly PulseRecording _listener;

    private SoundCardCall(
        PulseServer cards, PulseRecording listener, ServerProcess server, ClientProcess ana, ClientProcess ben) =>
        (Cards, _listener, Server, Ana, Ben) = (cards, listener, server, ana, ben);

    public PulseServer Cards { get; }

    public ServerProcess Server { get; }

    public ClientProcess Ana { get; }

    public ClientProcess Ben { get; }

    // Arguments: for both, beside their sound cards.
    public static async Task<SoundCardCall> StartAsync(params string[] arguments)
    {
        PulseServer cards = await PulseServer.StartAsync(Mouth, Ear, "quiet_mouth", "quiet_ear");
        PulseRecording listener = await cards.RecordAsync();
        ServerProcess server = await ServerProcess.StartAsync();
        ClientProcess ana = await JoinAsync("Ana", Mouth, "quiet_ear");
        ClientProcess ben = await JoinAsync("Ben", "quiet_mouth", Ear);
        await ana.CameAsync("Ben");
        return new SoundCardCall(cards, listener, server, ana, ben);

        Task<ClientProcess> JoinAsync(string name, string mouth, string ear) => ClientProcess.JoinAsync(
            server, cards, name,
            [
                "--input-device", PulseServer.Microphone(mouth), "--output-device", PulseServer.Loudspeaker(ear), .. arguments,
            ]);
    }

    // Plays it to Ana's microphone, and answers with what there was on both ends meanwhile, side by side to the sample.
    public async Task<(float[] Spoken, float[] Heard)> SpeakAsync(float[] samples)
    {
        await using PulseRecording recording = await Cards.RecordAsync();
        await Cards.PlayAsync(Mouth, samples);
        Dictionary<string, float[]> sound = await recording.StopAsync();
        return (sound[Mouth], sound[Ear]);
    }

    public async ValueTask DisposeAsync()
    {
        await Ana.DisposeAsync();
        await Ben.DisposeAsync();
        await Server.DisposeAsync();
        await _listener.DisposeAsync();
        await Cards.DisposeAsync();
    }
}
