using Mcu.Benchmarks.Load.Interop;
using Mcu.Common.Audio;
using Mcu.Common.Opus;

namespace Mcu.Benchmarks.Load;

// What libopus alone takes for a frame, on the speech of the run and in as many voices as the run mixes, while nothing else runs.
// Each voice has an encoder and a decoder of its own, by turns, as the server has: one alone would stay in the processor's nearest
// cache. The machine's mood changes, so it is measured before and after the run, in rounds, of which the median counts.
internal sealed class CodecCost(SpeechPackets speech, int voices)
{
    private const int Rounds = 5;
    private const int Frames = 500;

    private readonly List<double> _encodes = [];
    private readonly List<double> _decodes = [];

    // Seconds a frame.
    public double Encode => Percentiles.Of(_encodes, 0.5) ?? 0;

    public double Decode => Percentiles.Of(_decodes, 0.5) ?? 0;

    public void Measure()
    {
        float[][] mix = [.. Enumerable.Range(0, Frames).Select(Mix)];
        OpusEncoder[] encoders = [.. Enumerable.Range(0, voices).Select(_ => new OpusEncoder(new OpusEncoderOptions()))];
        OpusDecoder[] decoders = [.. Enumerable.Range(0, voices).Select(_ => new OpusDecoder())];
        byte[] packet = new byte[OpusDefaults.MaxPacketBytes];
        float[] frame = new float[AudioFormat.FrameSamples];
        for (int round = 0; round <= Rounds; round++)
        {
            double encode = Time((voice, i) => encoders[voice].Encode(mix[i], packet));
            double decode = Time((voice, i) => decoders[voice].TryDecode(speech[i % speech.Count], frame));

            // The first is for caches and for the compiler.
            if (round > 0)
            {
                _encodes.Add(encode);
                _decodes.Add(decode);
            }
        }

        Array.ForEach(encoders, encoder => encoder.Dispose());
        Array.ForEach(decoders, decoder => decoder.Dispose());
    }

    // Every voice goes through consecutive frames.
    private double Time<T>(Func<int, int, T> step)
    {
        int ticks = Math.Max(1, Frames / voices);
        double start = ProcessorSeconds();
        for (int tick = 0; tick < ticks; tick++)
        {
            for (int voice = 0; voice < voices; voice++)
            {
                _ = step(voice, (tick + (voice * 7)) % Frames);
            }
        }

        return (ProcessorSeconds() - start) / (ticks * voices);
    }

    // Of this thread: what others take of the processor meanwhile must not count, as it does not count for the server.
    private static double ProcessorSeconds()
    {
        _ = LibC.clock_gettime(LibC.CLOCK_THREAD_CPUTIME_ID, out LibC.timespec time);
        return time.tv_sec + (time.tv_nsec / 1e9);
    }

    // As the mixer makes it, of talkers who are as far apart in the speech as those of the run.
    private float[] Mix(int index)
    {
        float[] sum = new float[AudioFormat.FrameSamples];
        for (int voice = 0; voice < voices; voice++)
        {
            MixKernels.Add(sum, speech.Frames[(index + Talker.OffsetOf(voice)) % speech.Count]);
        }

        MixKernels.SoftClip(sum);
        return sum;
    }
}
