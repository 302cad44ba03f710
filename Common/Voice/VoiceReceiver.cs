using Mcu.Common.Audio;
using Mcu.Common.Opus;
using Mcu.Common.Protocol;

namespace Mcu.Common.Voice;

/// <summary>
/// The receiving end of a voice stream: packets in at any time and in any order, one frame out per tick. Joins the jitter buffer
/// (what is heard) to the decoder (how it sounds). Pure but for the codec; <c>now</c> is a parameter.
/// </summary>
/// <remarks>
/// Thread: one at a time. Owner: whoever makes it disposes it. Nothing allocates after it is made, but for <see cref="Reset"/>.
/// Memory: about 60 KB with the defaults, most of it 16 packets and the decoder.
/// </remarks>
public sealed partial class VoiceReceiver : IDisposable
{
    private const int Frame = AudioFormat.FrameSamples;
    private const int FadeInSamples = 240; // 5 ms

    // What is left of the volume at the end of each made-up frame in a row: silent when the jitter buffer gives up.
    private static readonly float[] s_fade = [1f, 0.8f, 0.5f, 0.2f, 0f];

    private readonly JitterBuffer _buffer;
    private readonly OpusDecoder _decoder = new();
    private readonly byte[] _payload;

    // The past that time-stretching looks at, then sound that was decoded and not played yet.
    private readonly float[] _sound = new float[TimeStretch.History + (2 * Frame) + TimeStretch.MaxPeriod];
    private int _pending;
    private float _gain;
    private long _undecodable;

    /// <summary>Makes a receiver that has heard nothing.</summary>
    /// <exception cref="OpusException">libopus is missing.</exception>
    public VoiceReceiver(JitterBufferOptions options)
    {
        _buffer = new JitterBuffer(options);
        _payload = new byte[options.MaxPayloadBytes];
        _kept = new byte[Kept * options.MaxPayloadBytes];
    }

    /// <summary>Makes a receiver with the defaults.</summary>
    public VoiceReceiver()
        : this(new JitterBufferOptions())
    {
    }

    /// <summary>Counts since the receiver was made.</summary>
    public JitterBufferStatistics Statistics => _buffer.Statistics;

    /// <summary>Packets that were no Opus packet of 20 ms, and were concealed.</summary>
    public long Undecodable => _undecodable;

    /// <summary>Frames that the decoder has made, whether of packets, for want of them, or to warm it up.</summary>
    public long Decodes { get; private set; }

    /// <summary>Share of packets lost over the last few seconds, 0 to 1: what the sender should prepare for.</summary>
    public double LossRate => _buffer.LossRate;

    /// <summary>Whether nothing is heard and nothing waits: until a packet comes, ticks may be left out.</summary>
    public bool IsIdle => _buffer.IsIdle && _pending == 0 && _gain == 0;

    /// <summary>The level of the loudest of the next packets; see <see cref="JitterBuffer.LoudestOfNext"/>.</summary>
    public byte LoudestOfNext(int packets) => _buffer.LoudestOfNext(packets);

    /// <summary>What the packets' path is known to delay them by, in nanoseconds; see <see cref="Reset"/>.</summary>
    public long LearnedDelay => _buffer.LearnedDelay;

    /// <summary>Takes a packet in; see <see cref="JitterBuffer.Insert"/>.</summary>
    public void Insert(uint sequence, uint timestamp, bool startsTalkspurt, byte level, ReadOnlySpan<byte> payload, long now) =>
        _buffer.Insert(sequence, timestamp, startsTalkspurt, level, payload, now);

    /// <summary>Takes a datagram in.</summary>
    /// <param name="datagram">Any bytes.</param>
    /// <param name="now">When it arrived, in nanoseconds.</param>
    /// <returns>False where it is no voice datagram; nothing has changed then.</returns>
    public bool TryInsertDatagram(ReadOnlySpan<byte> datagram, long now)
    {
        if (!VoiceHeader.TryRead(datagram, out VoiceHeader header, out ReadOnlySpan<byte> payload))
        {
            return false;
        }

        Insert(header.Sequence, header.Timestamp, header.TalkspurtStart, header.Level, payload, now);
        return true;
    }

    /// <summary>Makes the frame of this tick. Call it once every 20 ms.</summary>
    /// <param name="now">The tick's time, in nanoseconds.</param>
    /// <param name="frame">Takes 960 samples; silence where the answer is false.</param>
    /// <param name="info">How the frame came about.</param>
    /// <param name="softest">
    /// Packets whose sender says that they are softer than this level, in −dBov, are not decoded; by default all are. What follows
    /// them sounds as if they had been (<c>VoiceReceiver.Quiet.cs</c>).
    /// </param>
    /// <returns>False where nothing is heard, or its packet was too soft to be decoded.</returns>
    public bool TryNext(long now, Span<float> frame, out VoiceFrame info, byte softest = AudioLevel.Silence)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, Frame, nameof(frame));
        PlayoutDecision decision = _buffer.Next(now, _payload);
        PlayoutKind kind = decision.Kind;
        if (kind == PlayoutKind.Accelerate)
        {
            if (!TryPassOver(decision, softest))
            {
                Decode(decision);
            }

            decision = _buffer.Next(now, _payload);
        }

        info = new VoiceFrame(kind, decision.Level, decision.Arrival, decision.Sequence);
        if (TryPassOver(decision, softest))
        {
            info = info with { IsPassedOver = true };
            return RunOut(frame);
        }

        switch (decision.Kind)
        {
            case PlayoutKind.Nothing:
                return RunOut(frame);
            case PlayoutKind.Expand:
                _pending += TimeStretch.Lengthen(Past, _sound.AsSpan(TimeStretch.History + _pending), Frame - _pending);
                break;
            default:
                Decode(decision);
                break;
        }

        int excess = _pending - Frame;
        if (excess > 0 && (kind == PlayoutKind.Accelerate || IsQuiet))
        {
            _pending = TimeStretch.Shorten(_sound.AsSpan(TimeStretch.History, _pending), excess);
        }

        Take(frame);
        return true;
    }

    /// <summary>
    /// Ends the stream in this tick, in place of <see cref="TryNext"/>: what waits is dropped, and what was being heard fades out.
    /// The next packet begins a new stream, whatever its numbers.
    /// </summary>
    /// <param name="frame">Takes 960 samples: the sound carried on from what was heard, none of it decoded now; silence where the
    /// answer is false.</param>
    /// <returns>False where nothing was being heard.</returns>
    public bool TryEnd(Span<float> frame)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, Frame, nameof(frame));
        bool isHeard = _pending > 0 || _gain > 0;
        if (isHeard)
        {
            if (_pending < Frame)
            {
                Span<float> rest = _sound.AsSpan(TimeStretch.History + _pending, Frame);
                _decoder.Conceal(rest);
                Decodes++;
                MixKernels.Scale(rest, _gain);
            }

            MixKernels.Ramp(_sound.AsSpan(TimeStretch.History, Frame), 1, 0);
            _sound.AsSpan(TimeStretch.History, Frame).CopyTo(frame);
        }
        else
        {
            frame.Clear();
        }

        _buffer.End();
        Forget();
        return isHeard;
    }

    /// <summary>
    /// Makes the receiver as good as new, for another sender: the decoder forgets, and so does the jitter buffer, all but its
    /// counts.
    /// </summary>
    /// <param name="startDelay">What to assume of the sender's path, in nanoseconds: what was learned of it
    /// (<see cref="LearnedDelay"/>), where there was something.</param>
    public void Reset(long startDelay)
    {
        _buffer.Reset(startDelay);
        _decoder.Reset();
        Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => _decoder.Dispose();

    private void Forget()
    {
        _sound.AsSpan().Clear();
        _pending = 0;
        _gain = 0;
        _isPassingOver = false;
        _keptCount = 0;
    }

    // All sound there is, played and not.
    private ReadOnlySpan<float> Past => _sound.AsSpan(0, TimeStretch.History + _pending);

    private bool IsQuiet => AudioLevel.Rms(_sound.AsSpan(TimeStretch.History, _pending)) < 0.003f;

    // Adds one frame to the sound that is pending.
    private void Decode(in PlayoutDecision decision)
    {
        Span<float> frame = _sound.AsSpan(TimeStretch.History + _pending, Frame);
        ReadOnlySpan<byte> payload = _payload.AsSpan(0, decision.Length);
        if (decision.IsRestart)
        {
            _decoder.Reset();
            _keptCount = 0;
        }

        WarmUp(frame);
        Decodes++;
        bool isMadeUp = decision.Kind == PlayoutKind.Conceal;
        switch (decision.Kind)
        {
            case PlayoutKind.Fec:
                isMadeUp = _decoder.Recover(payload, frame) == OpusRecovery.Concealment;
                if (isMadeUp)
                {
                    _buffer.ReportFecMissing();
                }

                break;
            case PlayoutKind.Conceal:
                _decoder.Conceal(frame);
                break;
            default:
                if (!_decoder.TryDecode(payload, frame))
                {
                    _undecodable++;
                    _decoder.Conceal(frame);
                }

                break;
        }

        Fade(frame, isMadeUp ? s_fade[Math.Clamp(decision.MissingRun, 1, s_fade.Length) - 1] : 1f);
        _pending += Frame;
    }

    // A long gap fades out over its frames; what comes after it, and the first frame of all, fades in within 5 ms.
    private void Fade(Span<float> frame, float gain)
    {
        if (gain < _gain)
        {
            MixKernels.Ramp(frame, _gain, gain);
        }
        else if (_gain < 1)
        {
            MixKernels.Ramp(frame[..FadeInSamples], _gain, gain);
            if (gain < 1)
            {
                MixKernels.Scale(frame[FadeInSamples..], gain);
            }
        }

        _gain = gain;
    }

    private void Take(Span<float> frame)
    {
        _sound.AsSpan(TimeStretch.History, Frame).CopyTo(frame);
        _sound.AsSpan(Frame, TimeStretch.History + _pending - Frame).CopyTo(_sound);
        _pending -= Frame;
    }

    // Silence; what is over from time-stretching is played out first.
    private bool RunOut(Span<float> frame)
    {
        bool hasSound = _pending > 0;
        Span<float> rest = _sound.AsSpan(TimeStretch.History, Frame);
        int left = Math.Min(_pending, Frame);
        MixKernels.Ramp(rest[..left], 1, 0);
        rest[left..].Clear();
        _pending = Frame;
        _gain = 0;
        Take(frame);
        return hasSound;
    }
}
