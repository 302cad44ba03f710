namespace Mcu.Server.Rooms;

// What came of a request: a refusal, or what people are to be told, in this order. Nothing to tell is no refusal: it was so
// already, or concerns nobody else.
internal sealed record RoomOutcome
{
    public static readonly RoomOutcome Nothing = new();

    private RoomOutcome()
    {
    }

    // Null where it was done.
    public Refusal? Refusal { get; private init; }

    public IReadOnlyList<RoomDelivery> Deliveries { get; private init; } = [];

    public static RoomOutcome Refused(Refusal refusal) => new() { Refusal = refusal };

    public static RoomOutcome Done(params IReadOnlyList<RoomDelivery> deliveries) => new() { Deliveries = deliveries };
}
