namespace Mcu.Benchmarks.Load;

// The run cannot go on; the message is a sentence for whoever started it.
internal sealed class LoadException(string message, Exception? inner = null) : Exception(message, inner);
