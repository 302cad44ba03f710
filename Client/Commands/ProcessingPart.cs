namespace Mcu.Client.Commands;

// What is done to the microphone's sound, each by itself on or off.
internal enum ProcessingPart
{
    EchoCancellation,
    NoiseSuppression,
    AutomaticGain,
}
