namespace Mcu.Client.Audio;

// Every limit on a WAV file, each with its reason.
internal static class WavLimits
{
    // Telephone speech; below it nobody records.
    public const int MinRate = 8_000;

    // The highest rate that sound cards record at.
    public const int MaxRate = 192_000;

    // A conference has one voice per participant; stereo is mixed down, more has no defined meaning here.
    public const int MaxChannels = 2;

    // Arbitrary: chunks (artist, cover picture, cue points) that may stand before the sound.
    public const int MaxChunks = 256;

    // Bytes of a format chunk: 16 plain, 40 extensible; longer ones are of formats that are refused anyway.
    public const int MaxFormatChunk = 1024;

    // Bytes of samples that a written file may hold: the RIFF size is 32 bits and counts 36 bytes of header too. 12.4 hours.
    public const long MaxWritten = uint.MaxValue - 36 - 1920;

    public const string AllowedEncodings = "16-bit or 24-bit PCM or 32-bit float";
}
