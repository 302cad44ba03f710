namespace Mcu.Client.Terminal.Console;

internal enum ColorSupport
{
    // Bold, dim and reverse only.
    None,

    // ANSI's eight and their bright twins.
    Sixteen,
}
