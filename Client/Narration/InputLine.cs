namespace Mcu.Client.Narration;

// One line of standard input, counted from 1. Text is null where the line was too long to be kept.
internal readonly record struct InputLine(long Number, string? Text);
