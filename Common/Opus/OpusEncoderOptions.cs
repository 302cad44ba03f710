namespace Mcu.Common.Opus;

/// <summary>What an encoder is tuned for.</summary>
public enum OpusApplication
{
    /// <summary>Speech. 6.5 ms of lookahead; the only one with FEC.</summary>
    Voip,

    /// <summary>Music and mixed sound.</summary>
    Audio,

    /// <summary>2.5 ms of lookahead, without the speech modes and so without FEC.</summary>
    LowDelay,
}

/// <summary>How an encoder is set up. Checked once, when the encoder is made.</summary>
public readonly record struct OpusEncoderOptions()
{
    /// <summary>What to tune for.</summary>
    public OpusApplication Application { get; init; } = OpusApplication.Voip;

    /// <summary>Bits per second, 6,000 to 510,000.</summary>
    public int Bitrate { get; init; } = OpusDefaults.Bitrate;

    /// <summary>0 (cheapest) to 10 (best).</summary>
    public int Complexity { get; init; } = OpusDefaults.Complexity;

    /// <summary>Whether packets carry a coarse copy of the frame before them (LBRR, RFC 6716 §2.1.7).</summary>
    public bool ForwardErrorCorrection { get; init; } = true;

    /// <summary>Loss to prepare for, in per cent; taken into 5 to 20.</summary>
    public int ExpectedLossPercent { get; init; } = OpusDefaults.MinExpectedLoss;
}
