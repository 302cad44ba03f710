using Mcu.Common.Transport;
using Mcu.Common.Transport.MsQuic;
using Mcu.Common.Transport.MsQuic.Interop;
using Xunit;

namespace Mcu.Common.Tests.Transport.MsQuic;

public sealed unsafe class DatagramSlotsTests
{
    [Fact]
    public void EverySlotIsGivenOnceAndComesBack()
    {
        DatagramSlots slots = new();
        var taken = new HashSet<int>();
        for (int i = 0; i < DatagramSlots.Count; i++)
        {
            Assert.True(slots.TryFill([(byte)i], out int slot, out _));
            Assert.True(taken.Add(slot));
        }

        Assert.False(slots.TryFill([1], out _, out _));
        Assert.Equal(0, slots.Free);
        foreach (int slot in taken)
        {
            slots.Release(slot);
            Assert.True(slots.TryFill([1], out int again, out _));
            Assert.Equal(slot, again);
        }
    }

    [Fact]
    public void SlotsHoldWhatWasPutThereUntilTheyAreReleased()
    {
        Random random = new(1);
        DatagramSlots slots = new();
        var held = new Dictionary<int, (nint Buffer, byte[] Bytes)>();
        for (int i = 0; i < 100_000; i++)
        {
            if (random.Next(2) == 0 && held.Count > 0)
            {
                int slot = held.Keys.ElementAt(random.Next(held.Count));
                QuicBuffer* buffer = (QuicBuffer*)held[slot].Buffer;
                Assert.True(new ReadOnlySpan<byte>(buffer->Buffer, (int)buffer->Length).SequenceEqual(held[slot].Bytes));
                held.Remove(slot);
                slots.Release(slot);
            }
            else
            {
                byte[] bytes = new byte[random.Next(1, TransportDefaults.MaxUdpPayload + 1)];
                random.NextBytes(bytes);
                bool hadRoom = held.Count < DatagramSlots.Count;
                Assert.Equal(hadRoom, slots.TryFill(bytes, out int slot, out QuicBuffer* buffer));
                if (hadRoom)
                {
                    Assert.True(held.TryAdd(slot, ((nint)buffer, bytes)));
                }
            }

            Assert.Equal(DatagramSlots.Count - held.Count, slots.Free);
        }
    }
}
