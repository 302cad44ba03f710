using Mcu.Benchmarks.Load.Interop;
using Mcu.Common.Audio;
using Mcu.Common.Opus;

namespace Mcu.Benchmarks.Load;

// What libopus alone takes for a frame, on the speech of the run and in as many voices as the run mixes, while nothing else runs.
// In the rhythm of a room, too: every voice is decoded and encoded once every 20 ms, by a decoder and an encoder of its own, and
// between that the processor sleeps. In a row, what it needs would stay in the nearest caches, which no room's does. The machine's
// mood changes, so it is measured before and after the run, and of all ticks the median counts.
internal sealed class CodecCost(SpeechPackets speech, int voices)
{
    // Two seconds, before and after; the first few ticks are for the compiler and the codecs' own beginning.
    private const int Ticks = 100;
    private const int FirstTicks = 10;

    private readonly List<double> _encodes = [];
    private readonly List<double> _decodes = [];

    // Seconds a frame.
    public double Encode => Percentiles.Of(_encodes, 0.5) ?? 0;

    public double Decode => Percentiles.Of(_decodes, 0.5) ?? 0;

    public async Task MeasureAsync(CancellationToken cancellationToken)
    {
        float[][] mix = [.. Enumerable.Range(0, Ticks + voices).Select(Mix)];
        OpusEncoder[] encoders = [.. Enumerable.Range(0, voices).Select(_ => new OpusEncoder(new OpusEncoderOptions()))];
        OpusDecoder[] decoders = [.. Enumerable.Range(0, voices).Select(_ => new OpusDecoder())];
        byte[] packet = new byte[OpusDefaults.MaxPacketBytes];
        float[] frame = new float[AudioFormat.FrameSamples];
        using var rhythm = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / AudioFormat.FramesPerSecond));
        try
        {
            for (int tick = 0; tick < Ticks && await rhythm.WaitForNextTickAsync(cancellationToken); tick++)
            {
                double start = ProcessorSeconds();
                for (int voice = 0; voice < voices; voice++)
                {
                    _ = decoders[voice].TryDecode(speech[(tick + Talker.OffsetOf(voice)) % speech.Count], frame);
                }

                double decoded = ProcessorSeconds();
                for (int voice = 0; voice < voices; voice++)
                {
                    _ = encoders[voice].Encode(mix[tick + voice], packet);
                }

                if (tick >= FirstTicks)
                {
                    _decodes.Add((decoded - start) / voices);
                    _encodes.Add((ProcessorSeconds() - decoded) / voices);
                }
            }
        }
        finally
        {
            Array.ForEach(encoders, encoder => encoder.Dispose());
            Array.ForEach(decoders, decoder => decoder.Dispose());
        }
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
