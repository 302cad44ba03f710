namespace Mcu.Client.Terminal.Model;

// What stands in the place of the events, if anything.
internal enum ShownPanel
{
    Events,
    Statistics,
    Help,
}
