using Mcu.Common.Audio;

namespace Mcu.Common.Voice;

// Packets that are too soft to be wanted. Decoding is what a listener costs, and of somebody who is silent it comes to nothing: so
// the packets are played out in time and not decoded, the last three kept. Opus predicts hardly further than that, so once those
// are decoded, with the outcome thrown away, the decoder sounds as if it had heard everything.
public sealed partial class VoiceReceiver
{
    private const int Kept = 3;

    private readonly byte[] _kept;
    private readonly int[] _keptLengths = new int[Kept];
    private int _keptCount; // since the last frame that was decoded; the last three of them are there
    private bool _isPassingOver;

    // True where this decision brings no sound that is wanted. What is made up belongs to what was passed over before it.
    private bool TryPassOver(in PlayoutDecision decision, byte softest)
    {
        bool isPacket = decision.Kind is PlayoutKind.Packet or PlayoutKind.Accelerate;
        if (decision.Kind == PlayoutKind.Nothing)
        {
            return false;
        }

        bool isWanted = isPacket || decision.Kind == PlayoutKind.Fec ? decision.Level <= softest : !_isPassingOver;
        _isPassingOver = !isWanted;
        if (isPacket && !isWanted)
        {
            Keep(decision);
        }

        return !isWanted;
    }

    private void Keep(in PlayoutDecision decision)
    {
        if (decision.IsRestart)
        {
            _decoder.Reset();
            _keptCount = 0;
        }

        int slot = _keptCount % Kept;
        _payload.AsSpan(0, decision.Length).CopyTo(_kept.AsSpan(slot * _payload.Length));
        _keptLengths[slot] = decision.Length;
        _keptCount = _keptCount < Kept ? _keptCount + 1 : Kept + ((slot + 1) % Kept);
    }

    // Decodes what was kept, oldest first, into memory that is written over afterwards.
    private void WarmUp(Span<float> scratch)
    {
        int count = Math.Min(_keptCount, Kept);
        int oldest = _keptCount < Kept ? 0 : _keptCount % Kept;
        for (int i = 0; i < count; i++)
        {
            int slot = (oldest + i) % Kept;
            _decoder.TryDecode(_kept.AsSpan(slot * _payload.Length, _keptLengths[slot]), scratch);
        }

        Decodes += count;
        _keptCount = 0;
    }
}
