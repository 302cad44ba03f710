namespace Mcu.Server.Rooms;

// Who may not come back into which room until when. They belong to the room's code and outlive the room. A kick bans the identity
// of whoever was put out, where they have one, and their address for those who come without an identity: whoever has an identity
// of their own is not punished for sharing an address.
// Bounded: one ban too many, of one room or of all, ends the oldest. Pure; one caller at a time.
internal sealed class KickBans(long duration)
{
    // All last equally long, so the first made is the first to end.
    private readonly LinkedList<Ban> _oldestFirst = [];
    private readonly Dictionary<BanKey, LinkedListNode<Ban>> _bans = [];
    private readonly Dictionary<string, int> _perRoom = new(StringComparer.Ordinal);

    // When the first of them ends; null where there is none.
    public long? NextDue => _oldestFirst.First?.Value.Until;

    public int Count => _bans.Count;

    public void Add(string code, Visitor visitor, long now)
    {
        if (duration <= 0)
        {
            return;
        }

        Add(BanKey.OfAddress(code, visitor), now + duration);
        if (visitor.Identity is not null)
        {
            Add(BanKey.Of(code, visitor), now + duration);
        }
    }

    // Nanoseconds until this visitor may come into that room; 0 where they may.
    public long TimeLeft(string code, Visitor visitor, long now) =>
        _bans.TryGetValue(BanKey.Of(code, visitor), out LinkedListNode<Ban>? ban) ? Math.Max(0, ban.Value.Until - now) : 0;

    // Forgets those that have ended.
    public void Sweep(long now)
    {
        while (_oldestFirst.First is { } first && first.Value.Until <= now)
        {
            End(first);
        }
    }

    private void Add(BanKey key, long until)
    {
        if (_bans.TryGetValue(key, out LinkedListNode<Ban>? earlier))
        {
            End(earlier);
        }

        if (_perRoom.GetValueOrDefault(key.Code) >= RoomLimits.MaxBansPerRoom)
        {
            EndOldestOf(key.Code);
        }

        if (_bans.Count >= RoomLimits.MaxBans)
        {
            End(_oldestFirst.First!);
        }

        _bans.Add(key, _oldestFirst.AddLast(new Ban(key, until)));
        _perRoom[key.Code] = _perRoom.GetValueOrDefault(key.Code) + 1;
    }

    private void EndOldestOf(string code)
    {
        LinkedListNode<Ban> oldest = _oldestFirst.First!;
        while (!string.Equals(oldest.Value.Key.Code, code, StringComparison.Ordinal))
        {
            oldest = oldest.Next!;
        }

        End(oldest);
    }

    private void End(LinkedListNode<Ban> ban)
    {
        BanKey key = ban.Value.Key;
        _oldestFirst.Remove(ban);
        _bans.Remove(key);
        if (--_perRoom[key.Code] == 0)
        {
            _perRoom.Remove(key.Code);
        }
    }

    private readonly record struct Ban(BanKey Key, long Until);

    // By identity or by address, which are never taken for each other.
    private readonly record struct BanKey(string Code, bool ByIdentity, string Who)
    {
        // What keeps this visitor out: their identity, or where they have none, their address.
        public static BanKey Of(string code, Visitor visitor) =>
            visitor.Identity is { } identity ? new BanKey(code, true, identity) : OfAddress(code, visitor);

        public static BanKey OfAddress(string code, Visitor visitor) => new(code, false, visitor.Address);
    }
}
