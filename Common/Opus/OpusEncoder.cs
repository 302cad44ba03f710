using Mcu.Common.Opus.Interop;

namespace Mcu.Common.Opus;

/// <summary>Encodes 20 ms frames of 48 kHz mono sound into Opus packets (RFC 6716).</summary>
/// <remarks>
/// Thread: one at a time. Owner: whoever makes it disposes it. Memory: about 25 KB, taken once; encoding allocates nothing.
/// </remarks>
public sealed unsafe class OpusEncoder : IDisposable
{
    private readonly OpusEncoderHandle _handle;
    private int _expectedLossPercent;
    private int _bitrate;
    private int _complexity;

    /// <summary>Makes an encoder.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside what it allows.</exception>
    /// <exception cref="OpusException">libopus is missing or has no memory.</exception>
    public OpusEncoder(OpusEncoderOptions options)
    {
        CheckBitrate(options.Bitrate);
        CheckComplexity(options.Complexity);
        _handle = OpusEncoderHandle.Create(OpusDefaults.SampleRate, OpusDefaults.Channels, Native(options.Application));
        Bitrate = options.Bitrate;
        Complexity = options.Complexity;
        ExpectedLossPercent = options.ExpectedLossPercent;
        OpusControl.Set(_handle, LibOpus.OPUS_SET_INBAND_FEC_REQUEST, options.ForwardErrorCorrection ? 1 : 0);
        OpusControl.Set(_handle, LibOpus.OPUS_SET_MAX_BANDWIDTH_REQUEST, LibOpus.OPUS_BANDWIDTH_FULLBAND);
        if (options.Application == OpusApplication.Voip)
        {
            OpusControl.Set(_handle, LibOpus.OPUS_SET_SIGNAL_REQUEST, LibOpus.OPUS_SIGNAL_VOICE);
        }
    }

    /// <summary>Loss to prepare for, in per cent. Values outside 5 to 20 are taken to the nearer end.</summary>
    public int ExpectedLossPercent
    {
        get => _expectedLossPercent;
        set
        {
            int clamped = Math.Clamp(value, OpusDefaults.MinExpectedLoss, OpusDefaults.MaxExpectedLoss);
            if (clamped != _expectedLossPercent)
            {
                OpusControl.Set(_handle, LibOpus.OPUS_SET_PACKET_LOSS_PERC_REQUEST, clamped);
                _expectedLossPercent = clamped;
            }
        }
    }

    /// <summary>Bits per second, 6,000 to 510,000.</summary>
    public int Bitrate
    {
        get => _bitrate;
        set
        {
            CheckBitrate(value);
            OpusControl.Set(_handle, LibOpus.OPUS_SET_BITRATE_REQUEST, value);
            _bitrate = value;
        }
    }

    /// <summary>0 (cheapest) to 10 (best).</summary>
    public int Complexity
    {
        get => _complexity;
        set
        {
            CheckComplexity(value);
            OpusControl.Set(_handle, LibOpus.OPUS_SET_COMPLEXITY_REQUEST, value);
            _complexity = value;
        }
    }

    /// <summary>Samples by which the decoded sound lies behind what was put in.</summary>
    public int LookaheadSamples => OpusControl.Get(_handle, LibOpus.OPUS_GET_LOOKAHEAD_REQUEST);

    /// <summary>Encodes one frame.</summary>
    /// <param name="frame">960 samples, nominally −1 to 1.</param>
    /// <param name="packet">Takes the packet; 1,275 bytes always suffice.</param>
    /// <returns>The packet's length in bytes, at least 1.</returns>
    /// <exception cref="ArgumentException">The frame is not 960 samples, or there is no room for a packet.</exception>
    /// <exception cref="OpusException">libopus refused.</exception>
    public int Encode(ReadOnlySpan<float> frame, Span<byte> packet)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(frame.Length, OpusDefaults.FrameSamples, nameof(frame));
        ArgumentOutOfRangeException.ThrowIfZero(packet.Length, nameof(packet));
        int length;
        fixed (float* pcm = frame)
        fixed (byte* data = packet)
        {
            int room = Math.Min(packet.Length, OpusDefaults.MaxPacketBytes);
            length = LibOpus.opus_encode_float(_handle, pcm, frame.Length, data, room);
        }

        OpusException.ThrowIfError(length, "encode a frame");
        return length;
    }

    /// <summary>Forgets what was encoded; settings stay.</summary>
    public void Reset() => OpusControl.Reset(_handle);

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private static void CheckBitrate(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, OpusDefaults.MinBitrate, nameof(Bitrate));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, OpusDefaults.MaxBitrate, nameof(Bitrate));
    }

    private static void CheckComplexity(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Complexity));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 10, nameof(Complexity));
    }

    private static int Native(OpusApplication application) => application switch
    {
        OpusApplication.Voip => LibOpus.OPUS_APPLICATION_VOIP,
        OpusApplication.Audio => LibOpus.OPUS_APPLICATION_AUDIO,
        OpusApplication.LowDelay => LibOpus.OPUS_APPLICATION_RESTRICTED_LOWDELAY,
        _ => throw new ArgumentOutOfRangeException(nameof(application), application, "Not an application of Opus."),
    };
}
