namespace Mcu.Common.Transport;

/// <summary>
/// Where a batch finds a connection: what has to be asked once, so that the connection is not touched for every datagram. It holds
/// for all batches of the connection's listener, for as long as the connection lives and after.
/// </summary>
/// <param name="Connection">The connection that <see cref="ITransportBatch.AddressOf"/> was asked for.</param>
/// <param name="Lane">Which of the backend's endpoints has it.</param>
public readonly record struct BatchAddress(ITransportConnection Connection, int Lane);
