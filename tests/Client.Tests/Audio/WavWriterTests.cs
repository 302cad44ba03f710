using Mcu.Client.Audio;
using Mcu.Testing;
using Xunit;

namespace Mcu.Client.Tests.Audio;

public class WavWriterTests
{
    [Fact]
    public void What_is_written_reads_back()
    {
        var stream = new MemoryStream();
        using (var writer = new WavWriter(stream, "out.wav"))
        {
            writer.Write([0f, 0.5f, -0.5f, 2f, -2f, float.NaN]);
        }

        using var reader = new WavReader(new MemoryStream(stream.ToArray()), "out.wav");
        Assert.Equal(new WavFormat(WavEncoding.Pcm16, 48_000, 1), reader.Format);
        var samples = new float[10];
        Assert.Equal(6, reader.Read(samples));
        Assert.Equal([0f, 0.5f, -0.5f, 32767f / 32768f, -1f, 0f], samples[..6]);
    }

    [Fact]
    public void A_writer_that_was_killed_leaves_a_valid_file_that_misses_less_than_a_second()
    {
        var stream = new MemoryStream();
        var writer = new WavWriter(stream, "out.wav");
        var frame = new float[960];
        for (int i = 0; i < 125; i++)
        {
            writer.Write(frame);
        }

        // Not disposed of: this is what stands on the disk at the moment of the kill.
        byte[] file = stream.ToArray();
        uint announced = BitConverter.ToUInt32(file, 40);
        Assert.Equal(2u * 96_000, announced);
        Assert.Equal(announced + 36, BitConverter.ToUInt32(file, 4));
        writer.Dispose();
        Assert.Equal(125u * 1920, BitConverter.ToUInt32(stream.ToArray(), 40));
    }

    [Fact]
    public void A_writer_that_wrote_nothing_leaves_a_valid_header()
    {
        var stream = new MemoryStream();
        new WavWriter(stream, "out.wav").Dispose();
        Assert.Equal(44, stream.ToArray().Length);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString(), "out.wav");
        Assert.Equal(
            $"The output file {path} cannot be written: there is no such folder.",
            Assert.Throws<AudioFileException>(() => WavWriter.Create(path)).Message);
    }

    [Fact]
    public void A_full_disk_is_named()
    {
        using var writer = new WavWriter(new FullDisk(), "out.wav");
        var refusal = Assert.Throws<AudioFileException>(() => writer.Write(new float[960]));
        Assert.Equal("The output file out.wav cannot be written: the disk is full.", refusal.Message);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using var writer = new WavWriter(new MemoryStream(new byte[3_000_000]), "out.wav");
        var frame = new float[960];
        writer.Write(frame);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                writer.Write(frame);
            }
        }));
    }

    private sealed class FullDisk : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Position >= 44)
            {
                throw new IOException("No space left on device", 28);
            }

            base.Write(buffer);
        }
    }
}
