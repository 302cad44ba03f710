using Mcu.Common.Audio;

namespace Mcu.Client.Audio.Devices;

// What is sent where there is no microphone: a test tone, but so soft and seldom that it tortures nobody. Pure.
internal sealed class SoftBeeps
{
    public const string Name = "soft beeps";

    private const double Hz = 440;
    // −34 dBFS, 0.2 s every 2 s, with ramps of 10 ms against clicks.
    private const double Amplitude = 0.02;
    private const int Beep = AudioFormat.SampleRate / 5;
    private const int Period = 2 * AudioFormat.SampleRate;
    private const int Ramp = AudioFormat.SampleRate / 100;

    private int _position;

    public void Read(Span<float> frame)
    {
        for (int i = 0; i < frame.Length; i++)
        {
            frame[i] = _position < Beep ? Sample(_position) : 0;
            _position = (_position + 1) % Period;
        }
    }

    private static float Sample(int position)
    {
        double envelope = Math.Min(1, Math.Min(position, Beep - position) / (double)Ramp);
        return (float)(Amplitude * envelope * Math.Sin(Math.Tau * Hz * position / AudioFormat.SampleRate));
    }
}
