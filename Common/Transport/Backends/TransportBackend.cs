namespace Mcu.Common.Transport.Backends;

/// <summary>One backend of the seam that there is, loaded or not.</summary>
/// <param name="Name">As the setting has it, and as <see cref="ITransport.Name"/> answers.</param>
/// <param name="Preference">What asks for it alone.</param>
/// <param name="Load">
/// Loads its native libraries, as often as it is called; throws a <see cref="TransportException"/> whose message says what is
/// missing and how to get it.
/// </param>
public sealed record TransportBackend(string Name, TransportPreference Preference, Func<ITransport> Load);
