using Mcu.Common.Audio;
using Mcu.Testing;

namespace Mcu.Server.Tests.Simulation;

// How much a place clicks where the sound is low tones only: a click is what is suddenly there above them.
internal static class Click
{
    private static readonly double[] s_frequencies = [4000, 5000, 6000, 8000, 10000];

    // The loudest of these frequencies in any 20 ms, in dB over full scale.
    public static double Loudest(ReadOnlySpan<float> sound)
    {
        double loudest = 0;
        for (int start = 0; start + AudioFormat.FrameSamples <= sound.Length; start += AudioFormat.FrameSamples / 4)
        {
            foreach (double frequency in s_frequencies)
            {
                double amplitude = Goertzel.Amplitude(sound.Slice(start, AudioFormat.FrameSamples), frequency);
                loudest = Math.Max(loudest, amplitude);
            }
        }

        return 20 * Math.Log10(Math.Max(loudest, 1e-9));
    }

    // The loudest that a listener hears in the 0.4 s after a change; then two seconds go by, for the next.
    public static double After(SimulatedRoom room, SimulatedClient listener, Action change)
    {
        change();
        room.Drive(0.4);
        double loudest = Loudest(listener.LastHeard(0.4));
        room.Drive(2);
        return loudest;
    }
}
