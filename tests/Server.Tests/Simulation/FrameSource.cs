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
}
