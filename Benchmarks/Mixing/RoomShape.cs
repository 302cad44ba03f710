namespace Mcu.Benchmarks.Mixing;

/// <summary>How many are in a room, how many of them talk, and whether some have blocked somebody.</summary>
/// <param name="People">Everybody, the talkers first.</param>
/// <param name="Talkers">Those who talk all the time.</param>
/// <param name="HasBlocks">Whether every fourth has blocked the first who talks.</param>
public sealed record RoomShape(int People, int Talkers, bool HasBlocks)
{
    private const int OneIn = 4;

    /// <summary>Whom this one has blocked, or null.</summary>
    public int? Blocks(int person) => HasBlocks && person % OneIn == OneIn - 1 ? 0 : null;

    /// <summary>As the report shows it, which sorts by it.</summary>
    public override string ToString() => $"{People,4} people, {Talkers} talking{(HasBlocks ? ", blocks" : "")}";
}
