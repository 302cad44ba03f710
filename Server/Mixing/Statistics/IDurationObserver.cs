namespace Mcu.Server.Mixing;

// Hears of every duration that a histogram takes, in nanoseconds: all that mixing knows of who publishes its figures. Called on the
// thread that records, for every tick of every room; it neither blocks nor allocates nor throws.
internal interface IDurationObserver
{
    void Recorded(long duration);
}
