namespace Mcu.Client.Audio.Devices;

// Between a device's channels and mono. Pure.
internal static class ChannelMix
{
    // The mean of the channels, so that nothing gets louder than it was.
    public static void Down(ReadOnlySpan<float> interleaved, int channels, Span<float> mono)
    {
        float share = 1f / channels;
        for (int i = 0; i < mono.Length; i++)
        {
            float sum = 0;
            for (int channel = 0; channel < channels; channel++)
            {
                sum += interleaved[(i * channels) + channel];
            }

            mono[i] = sum * share;
        }
    }

    // The same sound on every channel.
    public static void Up(ReadOnlySpan<float> mono, int channels, Span<float> interleaved)
    {
        for (int i = 0; i < mono.Length; i++)
        {
            interleaved.Slice(i * channels, channels).Fill(mono[i]);
        }
    }
}
