namespace Mcu.Client.Audio;

// How one sample stands in a WAV file.
internal enum WavEncoding
{
    Pcm16,
    Pcm24,
    Float32,
}

// What a WAV file's header says of its samples. Rate in Hz, Channels 1 or 2, samples interleaved, little-endian.
internal readonly record struct WavFormat(WavEncoding Encoding, int Rate, int Channels)
{
    public int BytesPerSample => Encoding switch
    {
        WavEncoding.Pcm16 => 2,
        WavEncoding.Pcm24 => 3,
        _ => 4,
    };

    // Bytes of one instant: a sample of every channel.
    public int BlockSize => BytesPerSample * Channels;
}
