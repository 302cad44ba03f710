using System.Buffers.Binary;
using Mcu.Client.Audio;
using Xunit;

namespace Mcu.Client.Tests.Audio;

public class WavReaderTests
{
    [Fact]
    public void Pcm16_mono_is_scaled_to_one()
    {
        float[] samples = ReadAll(WavBytes.Make(1, 48_000, 1, 16, WavBytes.Pcm16(0, 16384, -32768, 32767)));
        Assert.Equal([0f, 0.5f, -1f, 32767f / 32768f], samples);
    }

    [Fact]
    public void Pcm24_keeps_its_sign()
    {
        byte[] samples = WavBytes.Pcm24(1 << 22, -(1 << 22), -(1 << 23));
        Assert.Equal([0.5f, -0.5f, -1f], ReadAll(WavBytes.Make(1, 44_100, 1, 24, samples)));
    }

    [Fact]
    public void Float_is_taken_as_it_is_and_what_is_no_number_becomes_silence() =>
        Assert.Equal(
            [0.25f, 0f, 0f, 1f, -1f],
            ReadAll(WavBytes.Make(3, 8_000, 1, 32, WavBytes.Float32(0.25f, float.NaN, float.PositiveInfinity, 7f, -1e30f))));

    [Fact]
    public void Stereo_is_mixed_down_to_its_mean() =>
        Assert.Equal([0.25f, 0f], ReadAll(WavBytes.Make(1, 48_000, 2, 16, WavBytes.Pcm16(16384, 0, 16384, -16384))));

    [Theory]
    [InlineData(1, 16)]
    [InlineData(1, 24)]
    [InlineData(3, 32)]
    public void Extensible_headers_of_the_same_encodings_are_read(ushort tag, int bits)
    {
        using var reader = Open(WavBytes.MakeExtensible(tag, 96_000, 2, bits, new byte[bits / 8 * 2 * 10]));
        Assert.Equal(10, reader.Samples);
        Assert.Equal(96_000, reader.Format.Rate);
    }

    [Fact]
    public void Chunks_of_odd_length_before_the_sound_are_skipped_with_their_padding()
    {
        byte[] sample = WavBytes.Pcm16(16384);
        Assert.Equal([0.5f], ReadAll(WavBytes.Make(1, 48_000, 1, 16, sample, ("LIST", new byte[7]), ("id3 ", new byte[1]))));
    }

    [Fact]
    public void A_file_cut_short_gives_the_whole_samples_that_are_there()
    {
        byte[] file = WavBytes.Make(1, 48_000, 2, 16, WavBytes.Pcm16(1, 1, 2, 2, 3, 3));
        Assert.Equal(2, ReadAll(file[..^3]).Length);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFFFFFu)]
    public void A_length_that_was_never_filled_in_or_is_absurd_means_until_the_end(uint length)
    {
        byte[] file = WavBytes.Make(1, 48_000, 1, 16, WavBytes.Pcm16(1, 2, 3));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), length);
        Assert.Equal(3, ReadAll(file).Length);
    }

    [Fact]
    public void Rewinding_reads_the_same_again()
    {
        using var reader = Open(WavBytes.Make(1, 48_000, 1, 16, WavBytes.Pcm16(1, 2, 3)));
        var first = new float[5];
        var second = new float[5];
        Assert.Equal(3, reader.Read(first));
        Assert.Equal(0, reader.Read(second));
        reader.Rewind();
        Assert.Equal(3, reader.Read(second));
        Assert.Equal(first, second);
    }

    public static TheoryData<byte[], string> Refused => new()
    {
        { [], "no RIFF/WAVE header" },
        { "fLaC............"u8.ToArray(), "found FLAC" },
        { "RF64....WAVE...."u8.ToArray(), "RF64" },
        { WavBytes.Make(1, 48_000, 1, 8, [1, 2]), "holds 8-bit PCM; allowed is 16-bit or 24-bit PCM or 32-bit float" },
        { WavBytes.Make(1, 48_000, 1, 32, new byte[8]), "holds 32-bit PCM" },
        { WavBytes.Make(3, 48_000, 1, 64, new byte[8]), "holds 64-bit float" },
        { WavBytes.Make(7, 8_000, 1, 8, new byte[8]), "µ-law" },
        { WavBytes.MakeExtensible(6, 8_000, 1, 8, new byte[8]), "A-law" },
        { WavBytes.Make(1, 48_000, 6, 16, new byte[24]), "has 6 channels; allowed are 1 (mono) and 2 (stereo)" },
        { WavBytes.Make(1, 48_000, 0, 16, new byte[24]), "has 0 channels" },
        { WavBytes.Make(1, 4_000, 1, 16, new byte[8]), "has 4000 samples per second; allowed are 8000 to 192000" },
        { WavBytes.Make(1, -1, 1, 16, new byte[8]), "has 4294967295 samples per second" },
        { WavBytes.Make(1, 48_000, 1, 16, []), "holds no sound" },
        { WavBytes.Make(1, 48_000, 1, 16, [1]), "holds no sound" },
        { WavBytes.Riff(("data", new byte[8])), "has its sound before its format" },
        { WavBytes.Riff(("LIST", new byte[8])), "ends before its format chunk" },
        { WavBytes.Riff(("fmt ", new byte[4])), "format chunk of 4 bytes" },
        { WavBytes.Riff(("fmt ", new byte[2048])), "format chunk of 2048 bytes" },
        { WavBytes.Riff([.. Enumerable.Repeat(("junk", Array.Empty<byte>()), 300)]), "more than 256 chunks" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void Anything_else_is_refused_with_what_stood_there(byte[] file, string sentence)
    {
        var refusal = Assert.Throws<AudioFileException>(() => Open(file));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("test.wav", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        string missing = Path.Combine(folder, "none.wav");
        Assert.Equal(
            $"The input file {missing} cannot be read: there is no such file.",
            Assert.Throws<AudioFileException>(() => WavReader.Open(missing)).Message);
        var refusal = Assert.Throws<AudioFileException>(() => WavReader.Open(folder));
        Assert.Contains("it is a folder", refusal.Message, StringComparison.Ordinal);
        Directory.Delete(folder);
    }

    [Fact]
    public void A_hundred_thousand_mutated_headers_are_read_or_refused()
    {
        var random = new Random(20260101);
        byte[][] seeds =
        [
            WavBytes.Make(1, 48_000, 2, 16, new byte[64]),
            WavBytes.Make(3, 44_100, 1, 32, WavBytes.Float32(0.1f, float.NaN, 3f), ("LIST", new byte[9])),
            WavBytes.MakeExtensible(1, 96_000, 2, 24, new byte[60]),
        ];
        var mono = new float[4096];
        int read = 0;
        for (int i = 0; i < 120_000; i++)
        {
            byte[] file = Mutate(seeds[i % seeds.Length], random);
            try
            {
                using WavReader reader = Open(file);
                int count = reader.Read(mono);
                Assert.InRange(count, 1, file.Length / 2);
                Assert.True(mono.AsSpan(0, count).IndexOfAnyExceptInRange(-1f, 1f) < 0);
                read++;
            }
            catch (AudioFileException)
            {
                // A sentence is an answer; anything else fails the test.
            }
        }

        Assert.InRange(read, 10_000, 110_000);
    }

    private static byte[] Mutate(byte[] seed, Random random)
    {
        byte[] file = [.. seed];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(file.Length);
            switch (random.Next(4))
            {
                case 0:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[at] = (byte)random.Next(256);
                    break;
                case 2 when at + 4 <= file.Length:
                    uint[] absurd = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF];
                    BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), absurd[random.Next(absurd.Length)]);
                    break;
                default:
                    file = file[..Math.Max(1, at)];
                    break;
            }
        }

        return file;
    }

    private static WavReader Open(byte[] file) => new(new MemoryStream(file), "test.wav");

    private static float[] ReadAll(byte[] file)
    {
        using WavReader reader = Open(file);
        var samples = new float[reader.Samples + 1];
        int count = reader.Read(samples);
        Assert.Equal(reader.Samples, count);
        return samples[..count];
    }
}
