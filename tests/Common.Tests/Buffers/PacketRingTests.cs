using System.Buffers.Binary;
using Mcu.Common.Buffers;
using Mcu.Testing;
using Xunit;

namespace Mcu.Common.Tests.Buffers;

public sealed class PacketRingTests
{
    private const int MaxPacket = 64;

    private readonly byte[] _read = new byte[MaxPacket];

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-8, 1)]
    [InlineData(3, 1)]
    [InlineData(12, 1)]
    [InlineData(8, 0)]
    [InlineData(8, -1)]
    public void RefusesSizesItCannotHave(int capacity, int maxPacketSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PacketRing(capacity, maxPacketSize));

    [Fact]
    public void ReadsNothingWhereNothingIs()
    {
        var ring = new PacketRing(4, MaxPacket);
        Assert.True(ring.IsEmpty);
        Assert.Equal(0, ring.Read(_read, out long stamp));
        Assert.Equal(0, stamp);
    }

    [Fact]
    public void GivesPacketsInOrderWithTheirStamps()
    {
        var ring = new PacketRing(4, MaxPacket);
        Assert.True(ring.Write([1, 2, 3], 100));
        Assert.True(ring.Write([4], 200));
        Assert.False(ring.IsEmpty);

        Assert.Equal(3, ring.Read(_read, out long stamp));
        Assert.Equal([1, 2, 3], _read[..3]);
        Assert.Equal(100, stamp);
        Assert.Equal(1, ring.Read(_read, out stamp));
        Assert.Equal([4], _read[..1]);
        Assert.Equal(200, stamp);
        Assert.True(ring.IsEmpty);
        Assert.Equal(0, ring.Dropped);
    }

    [Fact]
    public void ShortPacketsLeaveNothingOfLongOnesBehind()
    {
        var ring = new PacketRing(1, MaxPacket);
        ring.Write([.. Enumerable.Repeat((byte)9, MaxPacket)], 1);
        Assert.Equal(MaxPacket, ring.Read(_read, out _));
        ring.Write([5, 6], 2);
        Assert.Equal(2, ring.Read(_read, out _));
        Assert.Equal([5, 6], _read[..2]);
    }

    [Fact]
    public void GoesRoundManyTimes()
    {
        var ring = new PacketRing(4, MaxPacket);
        for (int i = 0; i < 1_000; i++)
        {
            for (int k = 0; k < 3; k++)
            {
                Assert.True(ring.Write([(byte)i, (byte)k], i));
            }

            for (int k = 0; k < 3; k++)
            {
                Assert.Equal(2, ring.Read(_read, out long stamp));
                Assert.Equal([(byte)i, (byte)k], _read[..2]);
                Assert.Equal(i, stamp);
            }
        }

        Assert.Equal(0, ring.Dropped);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public void AFullRingDropsTheOldest(int capacity)
    {
        var ring = new PacketRing(capacity, MaxPacket);
        for (int i = 0; i < capacity; i++)
        {
            Assert.True(ring.Write([(byte)i], i));
        }

        Assert.False(ring.Write([100], 100));
        Assert.Equal(1, ring.Dropped);
        for (int i = 1; i < capacity; i++)
        {
            Assert.Equal(1, ring.Read(_read, out long stamp));
            Assert.Equal(i, stamp);
        }

        Assert.Equal(1, ring.Read(_read, out long last));
        Assert.Equal(100, last);
        Assert.True(ring.IsEmpty);
    }

    [Fact]
    public void DropsAndCountsWhatItCannotHold()
    {
        var ring = new PacketRing(2, MaxPacket);
        Assert.False(ring.Write([], 1));
        Assert.False(ring.Write(new byte[MaxPacket + 1], 1));
        Assert.Equal(2, ring.Dropped);
        Assert.True(ring.IsEmpty);
        Assert.True(ring.Write(new byte[MaxPacket], 1));
    }

    [Fact]
    public void NeitherWritingNorReadingAllocates()
    {
        var ring = new PacketRing(4, MaxPacket);
        byte[] packet = new byte[40];
        ring.Write(packet, 0);
        ring.Read(_read, out _);
        Assert.Equal(0, Allocation.Of(() =>
        {
            for (int i = 0; i < 10_000; i++)
            {
                ring.Write(packet, i);
                if (i % 3 == 0)
                {
                    ring.Read(_read, out _);
                }
            }
        }));
    }

    // Two real threads, a ring so small that the writer laps the reader all the time: every packet that comes out is whole, is newer
    // than the one before, and together with the dropped ones they are all there were.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(8)]
    public async Task KeepsPacketsWholeAndInOrderBetweenTwoThreads(int capacity)
    {
        const int Packets = 400_000;
        var ring = new PacketRing(capacity, MaxPacket);
        Task writing = Task.Factory.StartNew(
            () => WriteNumbered(ring, Packets), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        long last = 0;
        long read = 0;
        while (!writing.IsCompleted || !ring.IsEmpty)
        {
            int length = ring.Read(_read, out long stamp);
            if (length == 0)
            {
                Thread.Yield();
                continue;
            }

            AssertWhole(_read.AsSpan(0, length), stamp);
            Assert.True(stamp > last, $"packet {stamp} came after {last}");
            last = stamp;
            read++;
        }

        await writing;
        Assert.Equal(Packets, last);
        Assert.Equal(Packets, read + ring.Dropped);
    }

    private static void WriteNumbered(PacketRing ring, int packets)
    {
        Span<byte> packet = stackalloc byte[MaxPacket];
        for (int number = 1; number <= packets; number++)
        {
            int length = LengthOf(number);
            packet[..length].Fill((byte)number);
            BinaryPrimitives.WriteInt32LittleEndian(packet, number);
            ring.Write(packet[..length], number);
        }
    }

    private static void AssertWhole(ReadOnlySpan<byte> packet, long stamp)
    {
        int number = (int)stamp;
        bool whole = packet.Length == LengthOf(number) && BinaryPrimitives.ReadInt32LittleEndian(packet) == number
            && !packet[4..].ContainsAnyExcept((byte)number);
        Assert.True(whole, $"packet {number} is torn");
    }

    private static int LengthOf(int number) => 4 + (number % (MaxPacket - 3));
}
