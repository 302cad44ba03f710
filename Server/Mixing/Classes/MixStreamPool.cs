using Mcu.Common.Opus;

namespace Mcu.Server.Mixing;

// The streams that are in no use: some 45 KB each. There are never more of them than were encoded in one tick at the busiest, and
// how many that can be, the processor decides.
internal sealed class MixStreamPool(OpusEncoderOptions options) : CodecPool<MixStream>
{
    // One that has encoded nothing.
    public MixStream Take() => TakeOrMake();

    public override void Return(MixStream stream)
    {
        stream.Reset();
        base.Return(stream);
    }

    protected override MixStream Make() => new(options);
}
