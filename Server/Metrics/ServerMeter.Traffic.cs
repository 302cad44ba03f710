using System.Diagnostics.Metrics;
using Mcu.Common.Transport;
using Mcu.Server.Mixing;

namespace Mcu.Server.Metrics;

// Voice datagrams and what became of them, talkers' packets, and the port. Outcomes exclude each other, so that their sum is the
// whole.
internal sealed partial class ServerMeter
{
    private readonly RisingCount _taken = new();
    private readonly RisingCount _sent = new();
    private readonly RisingCount _blocked = new();
    private readonly RisingCount _lostOnTheWay = new();
    private readonly RisingCount _inTime = new();
    private readonly RisingCount _lost = new();
    private readonly RisingCount _rebuilt = new();
    private readonly RisingCount _concealed = new();
    private readonly RisingCount _udpTaken = new();

    private void AddTraffic()
    {
        Meter.CreateObservableCounter("mcu.datagrams", ReadDatagrams, "{datagram}", "Voice datagrams from clients and for them");
        Count(
            "mcu.datagrams.lost", "{datagram}", "Of the datagrams sent to clients, those lost on the way",
            () => _lostOnTheWay.Raise(_sources.NotArrived().Lost));
        Meter.CreateObservableCounter("mcu.packets", ReadPackets, "{packet}", "Talkers' packets, as their jitter buffers saw them");
        Count(
            "mcu.frames.rebuilt", "{frame}", "Lost frames of talkers that were rebuilt from the packet after them",
            () => _rebuilt.Raise(_sources.Mixing.FecRebuilt));
        Count(
            "mcu.frames.concealed", "{frame}", "Lost frames of talkers that were made up",
            () => _concealed.Raise(_sources.Mixing.Concealed));
        Meter.CreateObservableCounter("mcu.handshakes", ReadHandshakes, "{handshake}", "Newcomers, and whether they were let in");
        Meter.CreateObservableCounter("mcu.udp.packets", ReadPort, "{packet}", "UDP packets that arrived");
        Count(
            "mcu.udp.retries", "{packet}", "Newcomers asked to prove that their address is theirs (QUIC's Retry)",
            () => _sources.Listener().Retries);
        Count(
            "mcu.udp.resets", "{packet}", "Peers told that their connection is unknown here (stateless resets)",
            () => _sources.Listener().StatelessResets);
    }

    private Measurement<long>[] ReadDatagrams()
    {
        MixStatistics mixing = _sources.Mixing;
        // The parts before the whole: it is counted first.
        (long malformed, long overflowed, long unheard) = (mixing.Malformed, mixing.Overflowed, mixing.Unheard);
        (long outsideRoom, long overRate) = (mixing.OutsideRoom, mixing.OverRate);
        long blocked = _blocked.Raise(_sources.NotArrived().Blocked);
        long taken = mixing.DatagramsIn - malformed - overflowed - unheard - outsideRoom - overRate;
        return
        [
            Datagrams("in", "taken", _taken.Raise(taken)),
            Datagrams("in", "malformed", malformed),
            Datagrams("in", "overflowed", overflowed),
            Datagrams("in", "outside_room", outsideRoom),
            Datagrams("in", "over_rate", overRate),
            Datagrams("in", "unheard", unheard),
            Datagrams("out", "sent", _sent.Raise(mixing.DatagramsOut - blocked)),
            Datagrams("out", "blocked", blocked),
            Datagrams("out", "refused", mixing.Refused),
        ];
    }

    private Measurement<long>[] ReadPackets()
    {
        MixStatistics mixing = _sources.Mixing;
        long late = mixing.Late;
        return
        [
            Outcome("in_time", _inTime.Raise(mixing.Received - late)),
            Outcome("late", late),
            Outcome("lost", _lost.Raise(mixing.Lost)),
        ];
    }

    private Measurement<long>[] ReadHandshakes()
    {
        ListenerStatistics listener = _sources.Listener();
        return
        [
            Outcome("accepted", listener.Accepted),
            Outcome("refused", listener.Refused),
            Outcome("dropped", listener.Dropped),
        ];
    }

    private Measurement<long>[] ReadPort()
    {
        ListenerStatistics listener = _sources.Listener();
        long ignored = listener.PacketsIgnored;
        return [Outcome("taken", _udpTaken.Raise(listener.PacketsReceived - ignored)), Outcome("ignored", ignored)];
    }

    private static Measurement<long> Datagrams(string direction, string outcome, long count) =>
        new(count, new KeyValuePair<string, object?>("direction", direction), new KeyValuePair<string, object?>("outcome", outcome));

    private static Measurement<long> Outcome(string outcome, long count) =>
        new(count, new KeyValuePair<string, object?>("outcome", outcome));
}
