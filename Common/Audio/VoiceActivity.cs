namespace Mcu.Common.Audio;

/// <summary>
/// Tells speech from silence by loudness, and holds on for a while after the last loud frame so that the ends of words are not
/// cut. Pure; one per signal.
/// </summary>
public sealed class VoiceActivity
{
    /// <summary>RMS that counts as speech, −54 dBov: above a quiet room's noise, below a whisper.</summary>
    public const float DefaultThreshold = 0.002f;

    /// <summary>Frames that still count as speech after the last loud one: 300 ms, longer than the pauses within a
    /// word.</summary>
    public const int DefaultHangoverFrames = 15;

    private readonly float _threshold;
    private readonly int _hangoverFrames;
    private int _remaining;

    /// <summary>Makes a detector that hears silence.</summary>
    /// <param name="threshold">RMS from 0 (everything is speech) to 1 (hardly anything is).</param>
    /// <param name="hangoverFrames">Frames of 20 ms, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public VoiceActivity(float threshold = DefaultThreshold, int hangoverFrames = DefaultHangoverFrames)
    {
        if (!(threshold >= 0 && threshold <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(threshold), threshold, "A voice activity threshold is an RMS from 0.0 to 1.0.");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(hangoverFrames);
        _threshold = threshold;
        _hangoverFrames = hangoverFrames;
    }

    /// <summary>Whether the last frame counted as speech.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Hears one frame by its RMS, and tells whether it counts as speech.</summary>
    public bool Hear(float rms)
    {
        if (!(rms >= _threshold))
        {
            return HearNothing();
        }

        _remaining = _hangoverFrames;
        return IsActive = true;
    }

    /// <summary>
    /// Lets one frame pass in which there was no sound to judge: not speech, not even where the threshold is 0. Tells whether the
    /// last word still holds on.
    /// </summary>
    public bool HearNothing()
    {
        IsActive = IsActive && _remaining > 0;
        _remaining = Math.Max(0, _remaining - 1);
        return IsActive;
    }

    /// <summary>Hears one frame by its level in −dBov.</summary>
    public bool Hear(byte level) => Hear(AudioLevel.ToRms(level));

    /// <summary>Goes back to silence at once.</summary>
    public void Reset()
    {
        _remaining = 0;
        IsActive = false;
    }
}
