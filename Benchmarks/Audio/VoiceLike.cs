using Mcu.Common.Audio;
using Mcu.Common.Opus;

namespace Mcu.Benchmarks.Audio;

// Sound that costs a codec what speech does, without a recording: a gliding pitch with harmonics, in syllables, never quite silent.
internal static class VoiceLike
{
    // A second of it.
    public const int Frames = AudioFormat.FramesPerSecond;

    public static float[][] Make()
    {
        float[][] frames = [.. Enumerable.Range(0, Frames).Select(_ => new float[AudioFormat.FrameSamples])];
        for (int i = 0; i < Frames * AudioFormat.FrameSamples; i++)
        {
            double phase = 2 * Math.PI * i * (120 + (20 * Math.Sin(i / 9000.0))) / AudioFormat.SampleRate;
            double syllable = Math.Max(0.05, Math.Sin(i / 3000.0));
            frames[i / AudioFormat.FrameSamples][i % AudioFormat.FrameSamples] =
                (float)(0.2 * syllable * (Math.Sin(phase) + (0.5 * Math.Sin(3 * phase)) + (0.3 * Math.Sin(7 * phase))));
        }

        return frames;
    }

    // The same as packets.
    public static byte[][] Encode(float[][] frames)
    {
        using var encoder = new OpusEncoder(new OpusEncoderOptions());
        byte[] packet = new byte[OpusDefaults.MaxPacketBytes];
        return [.. frames.Select(frame => packet[..encoder.Encode(frame, packet)])];
    }
}
