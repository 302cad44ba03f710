using Mcu.Client.Commands;
using Mcu.Client.Terminal.Cells;
using Mcu.Client.Terminal.Model;

namespace Mcu.Client.Terminal.View;

// Pure: who of the room is shown where there is not a row for everyone, and whose names cannot tell them apart.
internal static class PeerList
{
    // In the order of joining, so that rows stay where they are. Of too many those who talk go first, then ourselves, then the
    // host; the last row is then for how many more there are.
    public static (IReadOnlyList<PeerRow> Shown, int More) Of(IReadOnlyList<PeerRow> peers, int rows)
    {
        if (peers.Count <= rows)
        {
            return (peers, 0);
        }

        HashSet<ulong> chosen = [.. peers.OrderBy(Rank).Take(rows - 1).Select(peer => peer.Id)];
        return ([.. peers.Where(peer => chosen.Contains(peer.Id)).Take(rows - 1)], peers.Count - (rows - 1));
    }

    // Those whom a command could not tell apart by the name, or a reader by what is shown of it.
    public static IReadOnlySet<ulong> Ambiguous(IReadOnlyList<PeerRow> peers, bool isUnicode)
    {
        var ids = new HashSet<ulong>();
        AddShared(ids, peers, peer => NameKey.Of(peer.Name));
        AddShared(ids, peers, peer => NameKey.Of(DisplayText.Join(DisplayText.Of(peer.Name, isUnicode))));
        return ids;
    }

    private static void AddShared(HashSet<ulong> ids, IReadOnlyList<PeerRow> peers, Func<PeerRow, string> key)
    {
        foreach (IGrouping<string, PeerRow> same in peers.GroupBy(key, NameKey.Comparer).Where(group => group.Count() > 1))
        {
            ids.UnionWith(same.Select(peer => peer.Id));
        }
    }

    private static int Rank(PeerRow peer) => peer.IsSelf ? 0 : peer.IsTalking ? 1 : peer.IsHost ? 2 : 3;
}
