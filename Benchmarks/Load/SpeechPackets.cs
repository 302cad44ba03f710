using Mcu.Client.Audio;
using Mcu.Common.Audio;
using Mcu.Common.Opus;

namespace Mcu.Benchmarks.Load;

// Recorded speech, encoded as a client would, without its pauses, so that who sends it talks all the time. Never changes once it is
// made: any thread reads.
internal sealed class SpeechPackets
{
    private const string Folder = "/usr/share/sounds/alsa";

    private static readonly string[] s_files =
    [
        "Front_Center.wav", "Front_Left.wav", "Front_Right.wav", "Rear_Center.wav",
        "Rear_Left.wav", "Rear_Right.wav", "Side_Left.wav", "Side_Right.wav",
    ];

    private readonly byte[][] _packets;

    private SpeechPackets(IReadOnlyList<float[]> frames)
    {
        Frames = frames;
        Levels = [.. frames.Select(frame => AudioLevel.Of(frame))];
        _packets = new byte[frames.Count][];
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        byte[] packet = new byte[OpusDefaults.MaxPacketBytes];

        // Twice, so that the first packet follows from the last and it can go round and round.
        for (int i = 0; i < 2 * frames.Count; i++)
        {
            _packets[i % frames.Count] = packet[..encoder.Encode(frames[i % frames.Count], packet)];
        }
    }

    // 960 samples each.
    public IReadOnlyList<float[]> Frames { get; }

    // −dBov.
    public IReadOnlyList<byte> Levels { get; }

    public int Count => _packets.Length;

    public ReadOnlySpan<byte> this[int index] => _packets[index];

    // A second of a tone instead, for where it matters that somebody talks and not what: it needs no recording.
    public static SpeechPackets Tone()
    {
        var tone = new ToneSource(ToneSource.DefaultHz);
        float[][] frames = [.. Enumerable.Range(0, AudioFormat.FramesPerSecond).Select(_ => new float[AudioFormat.FrameSamples])];
        Array.ForEach(frames, frame => tone.TryRead(frame));
        return new SpeechPackets(frames);
    }

    // Throws LoadException where there is no speech.
    public static SpeechPackets Load()
    {
        var frames = new List<float[]>();
        var activity = new VoiceActivity();
        try
        {
            foreach (string file in s_files)
            {
                using WavSource speech = WavSource.Open(Path.Combine(Folder, file), loop: false);
                float[] frame = new float[AudioFormat.FrameSamples];
                while (speech.TryRead(frame))
                {
                    if (activity.Hear(AudioLevel.Of(frame)))
                    {
                        frames.Add([.. frame]);
                    }
                }
            }
        }
        catch (AudioFileException e)
        {
            throw new LoadException(
                $"The talkers need recorded speech: {e.Message} \"apt install alsa-utils\" brings it (scripts/setup --test does).", e);
        }

        return new SpeechPackets(frames);
    }
}
