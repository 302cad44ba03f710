namespace Mcu.Common.Protocol;

/// <summary>Cuts a roster of any length into messages that fit a frame.</summary>
public static class RosterPaging
{
    /// <summary>Makes the answer to a join out of one that may hold more people than a frame does.</summary>
    /// <param name="whole">The answer with the whole roster; its <see cref="Joined.More"/> is not looked at.</param>
    /// <returns>
    /// The <see cref="Joined"/> with the first part, then as many <see cref="RosterPart"/> as it takes, to be sent in a row.
    /// </returns>
    public static IReadOnlyList<ControlMessage> Split(Joined whole)
    {
        ArgumentNullException.ThrowIfNull(whole);
        var messages = new List<ControlMessage>();
        int begin = 0;
        do
        {
            int end = Math.Min(begin + ProtocolLimits.MaxRosterPart, whole.Roster.Count);
            RosterEntry[] part = [.. whole.Roster.Skip(begin).Take(end - begin)];
            bool more = end < whole.Roster.Count;
            messages.Add(begin == 0 ? whole with { Roster = part, More = more } : new RosterPart(part, more));
            begin = end;
        }
        while (begin < whole.Roster.Count);

        return messages;
    }
}
