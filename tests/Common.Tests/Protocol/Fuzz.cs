using Xunit;

namespace Mcu.Common.Tests.Protocol;

// Broken input made from valid input, the same every time for the same seed; and a watch on what a parser allocates for it.
internal sealed class Fuzz(int seed)
{
    // An exception with its message and stack trace; and what a byte of input may become: a string, an array's element, a record.
    private const int BytesForAnException = 16 * 1024;
    private const int BytesPerByte = 64;

    private readonly Random _random = new(seed);

    public int Next(int max) => _random.Next(max);

    // One to four changes to a copy, mostly one: bits, bytes, a part cut out, repeated or blown up, the end cut off, noise behind it.
    public byte[] Mutate(byte[] valid)
    {
        List<byte> bytes = [.. valid];
        for (int changes = 1 + (_random.Next(4) * _random.Next(2)); changes > 0; changes--)
        {
            Change(bytes);
        }

        return [.. bytes];
    }

    public byte[] Noise(int maxLength)
    {
        byte[] bytes = new byte[_random.Next(maxLength + 1)];
        _random.NextBytes(bytes);
        return bytes;
    }

    // Fails where the action allocates more than a small multiple of its input.
    public static void WithinBounds(int inputLength, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(allocated, 0, BytesForAnException + (BytesPerByte * (long)inputLength));
    }

    private void Change(List<byte> bytes)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)_random.Next(256));
            return;
        }

        int at = _random.Next(bytes.Count);
        int length = Math.Min(1 + _random.Next(8), bytes.Count - at);
        switch (_random.Next(7))
        {
            case 0:
                bytes[at] ^= (byte)(1 << _random.Next(8));
                break;
            case 1:
                bytes[at] = (byte)_random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes[at] = (byte)(0xc0 + _random.Next(0x20));
                break;
            default:
                bytes.InsertRange(at, Enumerable.Repeat((byte)0xff, length));
                break;
        }
    }
}
