using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Mcu.Client.Commands;

// Pure: whom a PEER means. It is the number of somebody here, else the name; in quotes it is the name only. Without quotes a name
// may have blanks: where something may follow it, the longest name that fits is meant.
internal sealed class PeerLookup
{
    private readonly IReadOnlyList<Peer> _peers;
    private readonly Dictionary<string, List<Peer>> _byName = new(NameKey.Comparer);

    public PeerLookup(IReadOnlyList<Peer> peers)
    {
        _peers = peers;
        foreach (Peer peer in peers)
        {
            string key = NameKey.Of(peer.Name);
            if (!_byName.TryGetValue(key, out List<Peer>? same))
            {
                _byName.Add(key, same = []);
            }

            same.Add(peer);
        }
    }

    // Text: not blank, without blanks around it. Takes: whether something may follow the PEER, which Rest then is.
    public bool TryFind(
        string text,
        bool takesRest,
        [NotNullWhen(true)] out Peer? peer,
        out string rest,
        out (RefusalCode Code, string Sentence) refusal)
    {
        peer = null;
        rest = "";
        refusal = default;
        if (text[0] == '"')
        {
            if (!QuotedName.TryRead(text, out string name, out rest))
            {
                refusal = (RefusalCode.BadArgument, $"A quote is not closed in {CommandText.Shown(text)}.");
                return false;
            }

            if (rest.Length > 0 && !takesRest)
            {
                refusal = (RefusalCode.BadArgument, $"Nothing may follow the name, but {CommandText.Shown(rest)} does.");
                return false;
            }

            return TryOne(name, Named(name), out peer, out refusal);
        }

        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int least = takesRest ? 1 : words.Length;
        if (least == 1 && Numbered(words[0]) is { } numbered)
        {
            peer = numbered;
            rest = string.Join(' ', words[1..]);
            return true;
        }

        // A name of more words than the longest here has cannot fit.
        int most = takesRest ? Math.Min(words.Length, LongestName()) : words.Length;
        for (int count = most; count >= least; count--)
        {
            string name = string.Join(' ', words[..count]);
            if (Named(name) is { Count: > 0 } same)
            {
                rest = string.Join(' ', words[count..]);
                return TryOne(name, same, out peer, out refusal);
            }
        }

        return TryOne(takesRest ? words[0] : text, [], out peer, out refusal);
    }

    private List<Peer> Named(string name) => _byName.GetValueOrDefault(NameKey.Of(name)) ?? [];

    private Peer? Numbered(string word) =>
        ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong id)
            ? _peers.FirstOrDefault(peer => peer.Id == id)
            : null;

    private int LongestName() => _byName.Keys.Select(name => name.Count(c => c == ' ') + 1).DefaultIfEmpty(1).Max();

    private bool TryOne(
        string name,
        List<Peer> same,
        [NotNullWhen(true)] out Peer? peer,
        out (RefusalCode Code, string Sentence) refusal)
    {
        peer = same.Count == 1 ? same[0] : null;
        refusal = same.Count switch
        {
            0 => (RefusalCode.NoSuchParticipant, Nobody(name)),
            1 => default,
            _ => (RefusalCode.AmbiguousName, Several(name, same)),
        };
        return peer is not null;
    }

    private string Nobody(string name)
    {
        bool isNumber = name.Length > 0 && name.All(char.IsAsciiDigit);
        string nobody = isNumber
            ? $"Nobody here has the id {CommandText.Shown(name)} or is called that."
            : $"Nobody here is called {CommandText.Shown(name)}.";
        string? near = isNumber ? null : NearestWord.Of(NameKey.Of(name), _peers.Select(peer => peer.Name));
        return near is null ? nobody : $"{nobody} Is {CommandText.Shown(near)} meant?";
    }

    private static string Several(string name, List<Peer> same)
    {
        string ids = string.Join(", ", same.Take(CommandLimits.MaxListed).Select(peer => peer.Id));
        string more = same.Count > CommandLimits.MaxListed ? $" and {same.Count - CommandLimits.MaxListed} more" : "";
        return $"{same.Count} people here are called {CommandText.Shown(name)}: say which by the id, {ids}{more}.";
    }
}
