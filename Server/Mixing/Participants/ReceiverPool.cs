namespace Mcu.Server.Mixing;

// What those need who speak: some 70 KB each, and who only listens has none. There are never more of them than spoke within ten
// seconds of each other. Each voice that is handed out costs a few hundred bytes of allocation even when the pool is warm.
internal sealed class ReceiverPool(MixOptions options) : CodecPool<InboundVoice>
{
    // One that has heard nothing, for a sender whose path was once known to need this delay, in nanoseconds; 0 for an unknown one.
    public InboundVoice Take(long learnedDelay)
    {
        InboundVoice voice = TakeOrMake();
        voice.Receiver.Reset(Math.Max(learnedDelay, options.Jitter.StartDelay));
        return voice;
    }

    protected override InboundVoice Make() => new(options);
}
