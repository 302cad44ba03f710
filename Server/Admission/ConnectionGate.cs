using System.Net;
using Mcu.Common;
using Mcu.Common.Transport;

namespace Mcu.Server.Admission;

// How many connections one address may have, and how fast it may open them. One thread, the endpoint's; nothing here waits, reads a
// clock or has a timer: what has become old goes when the next one comes, so that an idle server sleeps.
internal sealed class ConnectionGate : IConnectionGate
{
    private readonly GateLimits _limits;
    private readonly Func<ITokenBucket> _bucket;
    private readonly long _fullAfter;
    private readonly Dictionary<AddressBlock, Visitor> _visitors = [];

    // Those without a connection, the longest quiet first.
    private readonly LinkedList<Visitor> _quiet = [];
    private readonly Refusals _refusals;
    private readonly Refusals _networkRefusals;
    private long _now;

    public ConnectionGate(GateLimits limits)
        : this(limits, () => new TokenBucket(limits.PerSecond, limits.Burst))
    {
    }

    public ConnectionGate(GateLimits limits, Func<ITokenBucket> bucket)
    {
        _limits = limits;
        _bucket = bucket;
        _refusals = RefusalsOf("your address");
        _networkRefusals = RefusalsOf("your network (the IPv6 /64)");
        // A bucket that nobody has taken from for so long is full, and a new one would do as well.
        _fullAfter = limits.Burst * MonotonicClock.Second / limits.PerSecond;
    }

    // Addresses that are remembered.
    public int Addresses => _visitors.Count;

    public string? Admit(IPAddress address, long now)
    {
        _now = now;
        ForgetQuiet();
        var block = AddressBlock.Of(address);
        if (!_visitors.TryGetValue(block, out Visitor? visitor))
        {
            visitor = new Visitor(block, _bucket());
            _visitors.Add(block, visitor);
        }
        else if (visitor.Connections == 0)
        {
            _quiet.Remove(visitor.Place);
        }

        Refusals sentences = block.IsInet4 ? _refusals : _networkRefusals;
        string? refusal = visitor.Connections >= _limits.Connections ? sentences.TooMany
            : !visitor.Bucket.TryTake() ? sentences.TooFast
            : null;
        if (refusal is null)
        {
            visitor.Connections++;
        }
        else if (visitor.Connections == 0)
        {
            NoteQuiet(visitor);
        }

        return refusal;
    }

    public void Release(IPAddress address)
    {
        Visitor visitor = _visitors[AddressBlock.Of(address)];
        if (--visitor.Connections == 0)
        {
            NoteQuiet(visitor);
        }
    }

    private void NoteQuiet(Visitor visitor)
    {
        visitor.QuietSince = _now;
        _quiet.AddLast(visitor.Place);
        if (_quiet.Count > GateLimits.MaxQuietAddresses)
        {
            Forget(_quiet.First!.Value);
        }
    }

    private void ForgetQuiet()
    {
        for (int i = 0; i < GateLimits.ForgottenAtOnce && _quiet.First is { } first && _now - first.Value.QuietSince >= _fullAfter; i++)
        {
            Forget(first.Value);
        }
    }

    private void Forget(Visitor visitor)
    {
        _quiet.Remove(visitor.Place);
        _visitors.Remove(visitor.Block);
        visitor.Bucket.Dispose();
    }

    private Refusals RefusalsOf(string whose) => new(
        $"{whose} has as many connections here already as one may have: {_limits.Connections}",
        $"{whose} opens connections too fast: at most {_limits.PerSecond} a second are taken, and {_limits.Burst} at once; "
            + "try again in a moment");

    // The sentences, made once: a flood is answered with the same ones over and over.
    private sealed record Refusals(string TooMany, string TooFast);

    private sealed class Visitor
    {
        public Visitor(AddressBlock block, ITokenBucket bucket)
        {
            Block = block;
            Bucket = bucket;
            Place = new LinkedListNode<Visitor>(this);
        }

        public AddressBlock Block { get; }

        public ITokenBucket Bucket { get; }

        public LinkedListNode<Visitor> Place { get; }

        public int Connections { get; set; }

        public long QuietSince { get; set; }
    }
}
