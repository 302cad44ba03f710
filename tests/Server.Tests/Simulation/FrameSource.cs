using Mcu.Common.Audio;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// Fills the next frame that a simulated client says; false says nothing, and nothing is sent.
internal delegate bool FrameSource(Span<float> frame);

// What simulated clients say.
internal static class Say
{
    public static FrameSource Nothing { get; } = _ => false;

    public static FrameSource Silence { get; } = frame =>
    {
        frame.Clear();
        return true;
    };

    public static FrameSource Tone(double frequency, float amplitude = 0.2f)
    {
        long sample = 0;
        return frame =>
        {
            for (int i = 0; i < frame.Length; i++)
            {
                frame[i] = amplitude * (float)Math.Sin(2 * Math.PI * frequency * sample++ / AudioFormat.SampleRate);
            }

            return true;
        };
    }

    // A tone that comes and goes, without a single packet in the pauses.
    public static FrameSource TonePulses(double frequency, int onFrames, int offFrames)
    {
        FrameSource tone = Tone(frequency);
        int index = 0;
        return frame => tone(frame) && index++ % (onFrames + offFrames) < onFrames;
    }

    public static FrameSource Speech(int startFrame = 0)
    {
        int index = startFrame;
        return frame =>
        {
            ReadOnlySpan<float> all = RecordedSpeech.Samples;
            all.Slice(index++ % (all.Length / frame.Length) * frame.Length, frame.Length).CopyTo(frame);
            return true;
        };
    }

    // Words of a second each and as long pauses, without a single packet in them; each word begins loud and ends in silence.
    public static FrameSource Words(int seed = 0)
    {
        int index = 0;
        return frame =>
        {
            int word = index / 100;
            bool speaks = index++ % 100 < 50;
            if (speaks)
            {
                WordFrame(seed + word, (index - 1) % 100, frame);
            }

            return speaks;
        };
    }

    // One frame of such a word.
    public static void WordFrame(int word, int index, Span<float> frame)
    {
        int first = s_words.Value[word % s_words.Value.Length];
        RecordedSpeech.Samples.Slice((first + index) * frame.Length, frame.Length).CopyTo(frame);
        MixKernels.Ramp(frame, Volume(index), Volume(index + 1));

        static float Volume(int index) => Math.Clamp((48 - index) / 5f, 0, 1);
    }

    // Where words of the recording begin, that last for a second.
    private static readonly Lazy<int[]> s_words = new(() =>
    {
        List<int> words = [];
        for (int i = 1; i < (RecordedSpeech.Samples.Length / AudioFormat.FrameSamples) - 51; i++)
        {
            if (Rms(i - 1) < 0.005f && Rms(i) >= 0.02f)
            {
                words.Add(i);
                i += 25;
            }
        }

        return [.. words];

        static float Rms(int index) =>
            AudioLevel.Rms(RecordedSpeech.Samples.Slice(index * AudioFormat.FrameSamples, AudioFormat.FrameSamples));
    });
}
