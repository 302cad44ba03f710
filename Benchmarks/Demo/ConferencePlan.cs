namespace Mcu.Benchmarks.Demo;

// Who speaks when in the demo, in seconds from the beginning of one's own input: first in turns, then all at once.
internal static class ConferencePlan
{
    // Before anybody speaks: all are in the room by then.
    public const double Silence = 1.5;

    public const double Turn = 3;

    public const double Together = 3;

    public static double StartOfTurn(int speaker) => Silence + (speaker * Turn);

    public static double StartOfTogether(int speakers) => StartOfTurn(speakers);

    public static double Length(int speakers) => StartOfTogether(speakers) + Together;
}
