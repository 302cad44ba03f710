namespace Mcu.Common.Protocol.MessagePack;

/// <content>Passing over values that nobody asked for.</content>
public ref partial struct MessagePackReader
{
    /// <summary>
    /// How deep arrays and maps may lie within each other when they are skipped; arbitrary, far above our messages' 3.
    /// </summary>
    public const int MaxDepth = 32;

    /// <summary>
    /// Passes over one value with everything in it. It does not recurse, and text in it is not checked for UTF-8.
    /// </summary>
    /// <exception cref="MessagePackException">
    /// The value is malformed, ends too early, or holds more than <see cref="MaxDepth"/> levels of arrays and maps.
    /// </exception>
    public void Skip()
    {
        // How many values are still to come on each level; level 0 is the one value asked for.
        Span<int> pending = stackalloc int[MaxDepth + 1];
        pending[0] = 1;
        int depth = 0;
        while (true)
        {
            while (pending[depth] == 0)
            {
                if (depth == 0)
                {
                    return;
                }

                depth--;
            }

            pending[depth]--;
            int values = SkipHeadOf(NextType);
            if (values < 0)
            {
                continue;
            }

            if (depth == MaxDepth)
            {
                throw new MessagePackException($"Arrays and maps lie more than {MaxDepth} levels deep; {MaxDepth} are allowed.");
            }

            pending[++depth] = values;
        }
    }

    // Returns how many values an array or a map goes on with, and -1 for everything else, which is then passed over whole.
    private int SkipHeadOf(MessagePackType type)
    {
        switch (type)
        {
            case MessagePackType.Array:
                return ReadArrayHeader();
            case MessagePackType.Map:
                return 2 * ReadMapHeader();
            case MessagePackType.Integer:
                ReadInteger();
                return -1;
            case MessagePackType.Float:
                ReadDouble();
                return -1;
            case MessagePackType.Text:
                SkipText();
                return -1;
            case MessagePackType.Binary:
                ReadBytes();
                return -1;
            case MessagePackType.Extension:
                ReadExtension(out _);
                return -1;
            case MessagePackType.Nil or MessagePackType.Boolean:
                Take(1);
                return -1;
            default:
                throw new MessagePackException("The format byte 0xc1 stands where a value is expected; it is never used.");
        }
    }

    private void SkipText()
    {
        byte format = TakeFormat();
        _ = format switch
        {
            MessagePackFormat.Str8 => Take(TakeLength(1)),
            MessagePackFormat.Str16 => Take(TakeLength(2)),
            MessagePackFormat.Str32 => Take(TakeLength(4)),
            _ => Take(format - MessagePackFormat.FixStr),
        };
    }
}
