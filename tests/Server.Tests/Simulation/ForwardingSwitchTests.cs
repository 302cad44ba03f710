using Mcu.Common;
using Mcu.Common.Audio;
using Mcu.Testing;
using Xunit.Abstractions;

namespace Mcu.Server.Tests.Simulation;

// A third one comes to a call of two and goes again: from forwarding to mixing and back, and what the listener hears of it.
public sealed class ForwardingSwitchTests(ITestOutputHelper output)
{
    private const int Frame = AudioFormat.FrameSamples;
    private const int Words = 12;

    // As a rough path has it, or the mixed one would not be much later.
    private static readonly VirtualPathOptions s_usual = new()
    {
        Delay = 15 * MonotonicClock.Millisecond,
        Jitter = 2 * MonotonicClock.Millisecond,
    };

    [Fact]
    public void In_a_pause_the_move_cannot_be_heard_either_way_and_the_delay_goes_down()
    {
        List<Heard> two = Listen(thirdIsThere: _ => false);
        List<Heard> three = Listen(thirdIsThere: _ => true);
        List<Heard> moving = Listen(thirdIsThere: word => word % 2 == 1);

        for (int word = 3; word < Words; word++)
        {
            output.WriteLine($"word {word}: forwarded {two[word]}; mixed {three[word]}; moved before each {moving[word]}");
        }

        // Each word after a move against the same word where there was none.
        IEnumerable<int> mixed = Enumerable.Range(3, Words - 3).Where(word => word % 2 == 1);
        IEnumerable<int> forwarded = Enumerable.Range(3, Words - 3).Where(word => word % 2 == 0);
        Assert.All(mixed, word => Assert.False(moving[word].IsForwarded));
        Assert.All(forwarded, word => Assert.True(moving[word].IsForwarded));
        Assert.InRange(mixed.Average(word => moving[word].Onset - three[word].Onset), -9, 0.4);
        Assert.InRange(forwarded.Average(word => moving[word].Onset - two[word].Onset), -9, 0.4);
        Assert.True(forwarded.Average(word => moving[word].Delay) < mixed.Average(word => moving[word].Delay) - 15);
        Assert.Equal(0, moving.Sum(word => word.Concealed));
    }

    // The listener is taken off a call of two in the midst of a word, since the third speaks as soon as it is there; and is put back
    // in the next pause.
    [Fact]
    public void Amid_speech_the_move_is_no_louder_than_speech_itself()
    {
        using var usual = new SimulatedRoom();
        usual.Join(Say.Speech(), s_usual);
        SimulatedClient control = usual.Join(Say.Nothing, s_usual);
        usual.Join(Say.Speech(150), s_usual);
        usual.Drive(11);
        float ordinary = Steepest(control.LastHeard(10));

        using var room = new SimulatedRoom();
        room.Join(Say.Words(), s_usual);
        SimulatedClient bob = room.Join(Say.Nothing, s_usual);
        room.Drive(2);
        float steepest = 0;
        float loudest = 0;
        for (int word = 1; word < 9; word++)
        {
            // At another place of each word, in the midst of it.
            room.Drive(0.25 + (word * 0.05));
            Assert.True(bob.Server.IsForwarded);
            SimulatedClient cid = room.Join(Say.Speech(150 + (word * 20)), s_usual);
            room.Drive(0.2);
            Assert.False(bob.Server.IsForwarded);
            steepest = Math.Max(steepest, Steepest(bob.LastHeard(0.2)));
            loudest = Math.Max(loudest, AudioLevel.Rms(bob.LastHeard(0.2)));
            room.Leave(cid);
            room.Drive(1.55 - (word * 0.05));
        }

        output.WriteLine($"steepest step {steepest:0.000}, in ordinary speech of two {ordinary:0.000}; loudest {loudest:0.00} RMS");
        Assert.InRange(steepest, 0, ordinary);
        Assert.InRange(loudest, 0.02, 0.3);
        Assert.Equal(0, bob.Statistics.Lost);
        Assert.Equal(0, bob.Statistics.Restarts);
        Assert.InRange(bob.Statistics.Concealed, 0, 8);
    }

    [Fact]
    public void The_stream_goes_on_in_sequence_whoever_comes_and_goes()
    {
        using var room = new SimulatedRoom();
        SimulatedClient ann = room.Join(Say.Words(), s_usual);
        SimulatedClient bob = room.Join(Say.Words(3), s_usual);
        var random = new Random(5);
        SimulatedClient? cid = null;
        for (int i = 0; i < 60; i++)
        {
            room.Drive(0.2 + random.NextDouble());
            switch (random.Next(4))
            {
                case 0 when cid is null: cid = room.Join(Say.Words(i), s_usual); break;
                case 0 or 1 when cid is not null: room.Leave(cid); cid = null; break;
                case 2: ann.Server.IsMuted = !ann.Server.IsMuted; break;
                case 3 when cid is not null && bob.Server.Blocked.Length == 0: bob.Server.Block(ann.Server); break;
                case 3: bob.Server.Unblock(ann.Server); break;
            }
        }

        foreach (SimulatedClient client in (SimulatedClient[])[ann, bob])
        {
            Assert.Equal(Enumerable.Range(0, client.Sent.Count).Select(i => (uint)i), client.Sent.Select(header => header.Sequence));
            Assert.All(
                client.Sent.Skip(1).Zip(client.Sent),
                pair => Assert.True(unchecked((int)(pair.First.Timestamp - pair.Second.Timestamp)) >= 960));
            Assert.Equal(0, client.Statistics.Lost + client.Statistics.Restarts);
        }
    }

    private static float Steepest(ReadOnlySpan<float> sound)
    {
        float steepest = 0;
        for (int i = 1; i < sound.Length; i++)
        {
            steepest = Math.Max(steepest, MathF.Abs(sound[i] - sound[i - 1]));
        }

        return steepest;
    }

    // Ann says a word every two seconds, from 0 on; the third one comes or goes amid the pause before each.
    private static List<Heard> Listen(Func<int, bool> thirdIsThere)
    {
        using var room = new SimulatedRoom();
        room.Join(Say.Words(), s_usual);
        SimulatedClient bob = room.Join(Say.Nothing, s_usual);
        SimulatedClient? cid = null;
        List<Heard> words = [];
        for (int word = 0; word < Words; word++)
        {
            if (thirdIsThere(word) && cid is null)
            {
                cid = room.Join(Say.Nothing, s_usual);
            }
            else if (!thirdIsThere(word) && cid is not null)
            {
                room.Leave(cid);
                cid = null;
            }

            // The first 500 ms of this turn are still the pause, but for the first one.
            long before = bob.Statistics.Concealed;
            room.Drive(word == 0 ? 1.5 : 2);
            words.Add(Compare(word, bob, before));
        }

        return words;
    }

    private static Heard Compare(int word, SimulatedClient bob, long concealedBefore)
    {
        float[] said = new float[40 * Frame];
        for (int i = 0; i < 40; i++)
        {
            Say.WordFrame(word, i, said.AsSpan(i * Frame, Frame));
        }

        int from = word * 2 * AudioFormat.SampleRate;
        int lag = Alignment.Lag(said, bob.Heard[from..], 12_000);
        double onset = LogSpectralDistance.Between(said.AsSpan(0, 5 * Frame), bob.Heard.Slice(from + lag, 5 * Frame)).Decibels;
        return new Heard(bob.Server.IsForwarded, onset, lag / 48.0, bob.Statistics.Concealed - concealedBefore);
    }

    // How a word was heard: its first five frames' distance from what was said in dB, and its delay in milliseconds.
    private readonly record struct Heard(bool IsForwarded, double Onset, double Delay, long Concealed);
}
