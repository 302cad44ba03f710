using Mcu.Client.Audio;
using Mcu.Common.Audio;

namespace Mcu.Benchmarks.Demo;

// `turns OUT.wav… = SPEECH.wav…`: lays recorded speech out over time by the conference plan, one file per speaker. Speech that
// is too short for its place is said again.
internal static class TurnsCommand
{
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        int separator = Array.IndexOf(arguments, "=");
        if (separator < 1 || arguments.Length != (2 * separator) + 1)
        {
            errors.WriteLine("turns takes OUT.wav… = SPEECH.wav…, as many of one as of the other.");
            return 1;
        }

        try
        {
            for (int speaker = 0; speaker < separator; speaker++)
            {
                using WavSource speech = WavSource.Open(arguments[separator + 1 + speaker], loop: true);
                using WavWriter writer = WavWriter.Create(arguments[speaker]);
                Write(speech, writer, speaker, separator);
            }
        }
        catch (AudioFileException e)
        {
            errors.WriteLine(e.Message);
            return 1;
        }

        output.WriteLine(FormattableString.Invariant($"{ConferencePlan.Length(separator):0}"));
        return 0;
    }

    private static void Write(WavSource speech, WavWriter writer, int speaker, int speakers)
    {
        var frame = new float[AudioFormat.FrameSamples];
        int frames = (int)(ConferencePlan.Length(speakers) * AudioFormat.FramesPerSecond);
        for (int i = 0; i < frames; i++)
        {
            double time = (double)i / AudioFormat.FramesPerSecond;
            bool speaks = IsWithin(time, ConferencePlan.StartOfTurn(speaker), ConferencePlan.Turn)
                || IsWithin(time, ConferencePlan.StartOfTogether(speakers), ConferencePlan.Together);
            if (!speaks || !speech.TryRead(frame))
            {
                frame.AsSpan().Clear();
            }

            writer.Write(frame);
        }
    }

    private static bool IsWithin(double time, double start, double length) => time >= start && time < start + length;
}
