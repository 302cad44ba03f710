namespace Mcu.Server.Metrics;

// Why metrics cannot be sent, a sentence for the operator.
internal sealed class MetricsException(string message, Exception inner) : Exception(message, inner);
