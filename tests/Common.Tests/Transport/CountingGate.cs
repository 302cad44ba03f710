using System.Net;
using Mcu.Common.Transport;

namespace Mcu.Common.Tests.Transport;

/// <summary>A gate that notes what it is asked, lets in so many, and fails the test where it is told of an end that it need not know.</summary>
internal sealed class CountingGate(int admits = int.MaxValue) : IConnectionGate
{
    internal const string Sentence = "too many come from your address, ask again in a second";

    private readonly List<IPAddress> _inside = [];

    internal int Asked { get; private set; }

    internal int Admitted { get; private set; }

    internal int Inside => _inside.Count;

    /// <summary>How many more it lets in.</summary>
    internal int Left { get; set; } = admits;

    public string? Admit(IPAddress address, long now)
    {
        Asked++;
        if (Left <= 0)
        {
            return Sentence;
        }

        Left--;
        Admitted++;
        _inside.Add(address);
        return null;
    }

    public void Release(IPAddress address)
    {
        if (!_inside.Remove(address))
        {
            throw new InvalidOperationException($"{address} is not inside, and was released.");
        }
    }
}
