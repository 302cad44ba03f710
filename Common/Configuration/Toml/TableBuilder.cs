namespace Mcu.Common.Configuration.Toml;

// Puts what was read into tables, by the rules of who may add to what (TOML 1.0.0, "Keys" and "Table").
internal sealed class TableBuilder(TomlSource source)
{
    public TomlTable Root { get; } = new(new TomlLocation(source, 0), TableOrigin.Header);

    // [path]: the table that the lines after it belong to.
    public TomlTable Open(IReadOnlyList<TomlKey> path)
    {
        TomlTable parent = WalkHeaders(path);
        TomlKey last = path[^1];
        if (!parent.TryGet(last.Text, out TomlEntry? known))
        {
            return AddTable(parent, last, TableOrigin.Header);
        }

        if (known.Value is TomlTable { Origin: TableOrigin.Implied } implied)
        {
            implied.Origin = TableOrigin.Header;
            return implied;
        }

        throw Again(last, known);
    }

    // [[path]]: a new table at the end of that array.
    public TomlTable Append(IReadOnlyList<TomlKey> path)
    {
        TomlTable parent = WalkHeaders(path);
        TomlKey last = path[^1];
        TomlArray array;
        if (!parent.TryGet(last.Text, out TomlEntry? known))
        {
            array = new TomlArray(At(last), grows: true);
            parent.Add(new TomlEntry(last.Text, At(last), array));
        }
        else
        {
            array = known.Value is TomlArray { Grows: true } tables ? tables : throw Again(last, known);
        }

        var table = new TomlTable(At(last), TableOrigin.Header);
        array.Add(table);
        return table;
    }

    // path = value, within a table.
    public void Set(TomlTable table, IReadOnlyList<TomlKey> path, TomlValue value)
    {
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (!table.TryGet(path[i].Text, out TomlEntry? known))
            {
                table = AddTable(table, path[i], TableOrigin.Dotted);
            }
            else
            {
                table = known.Value is TomlTable { Origin: TableOrigin.Dotted } open ? open : throw Again(path[i], known);
            }
        }

        if (table.TryGet(path[^1].Text, out TomlEntry? taken))
        {
            throw Again(path[^1], taken);
        }

        table.Add(new TomlEntry(path[^1].Text, At(path[^1]), value));
    }

    // To the table that holds the last key of a header, making those that are missing. Of an array of tables, the last is meant.
    private TomlTable WalkHeaders(IReadOnlyList<TomlKey> path)
    {
        TomlTable table = Root;
        for (int i = 0; i < path.Count - 1; i++)
        {
            if (!table.TryGet(path[i].Text, out TomlEntry? known))
            {
                table = AddTable(table, path[i], TableOrigin.Implied);
                continue;
            }

            table = known.Value switch
            {
                TomlTable { Origin: not TableOrigin.Inline } open => open,
                TomlArray { Grows: true } array => (TomlTable)array.Items[^1],
                _ => throw Again(path[i], known),
            };
        }

        return table;
    }

    private TomlTable AddTable(TomlTable parent, TomlKey key, TableOrigin origin)
    {
        var table = new TomlTable(At(key), origin);
        parent.Add(new TomlEntry(key.Text, At(key), table));
        return table;
    }

    private TomlException Again(TomlKey key, TomlEntry known) => source.Error(
        key.Offset,
        $"{TomlText.Quote(key.Text)} is {known.Value.Description} already, from line {known.Location.Line}",
        known.Value is TomlTable or TomlArray
            ? "a table is defined once, and in one place"
            : "a key may stand once in its table, and has one value");

    private TomlLocation At(TomlKey key) => new(source, key.Offset);
}
