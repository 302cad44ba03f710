namespace Mcu.Testing;

/// <summary>Texts that are the same ones in every run, to throw at what reads texts.</summary>
public static class RandomText
{
    /// <summary>Texts of one alphabet, empty ones among them.</summary>
    public static IEnumerable<string> Of(string alphabet, int maxLength, int count)
    {
        var random = new Random(20260102);
        for (int i = 0; i < count; i++)
        {
            yield return string.Create(random.Next(maxLength + 1), random, (text, source) =>
            {
                for (int k = 0; k < text.Length; k++)
                {
                    text[k] = alphabet[source.Next(alphabet.Length)];
                }
            });
        }
    }

    /// <summary>Texts that differ from one of these in up to three characters.</summary>
    public static IEnumerable<string> Near(string[] texts, string alphabet, int count)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(alphabet);
        var random = new Random(20260103);
        for (int i = 0; i < count; i++)
        {
            char[] text = texts[i % texts.Length].ToCharArray();
            for (int changes = random.Next(4); changes > 0; changes--)
            {
                text[random.Next(text.Length)] = alphabet[random.Next(alphabet.Length)];
            }

            yield return new string(text);
        }
    }
}
