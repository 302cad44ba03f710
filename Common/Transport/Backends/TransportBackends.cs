using Mcu.Common.Transport.MsQuic;
using Mcu.Common.Transport.Ngtcp2;

namespace Mcu.Common.Transport.Backends;

/// <summary>The backends that there are, and the choice among them. Nothing else knows more than the seam of any.</summary>
public static class TransportBackends
{
    /// <summary>Every backend, the preferred one first.</summary>
    public static IReadOnlyList<TransportBackend> All { get; } =
    [
        new("msquic", TransportPreference.MsQuic, MsQuicTransport.Load),
        new("ngtcp2", TransportPreference.Ngtcp2, Ngtcp2Transport.Load),
    ];

    /// <summary>What can be asked for, by the words that the setting takes.</summary>
    public static (string Word, TransportPreference Value)[] Words =>
        [("auto", TransportPreference.Auto), .. All.Select(backend => (backend.Name, backend.Preference))];

    /// <summary>Loads the backend that is asked for.</summary>
    /// <exception cref="TransportException">It cannot be used here, or, where none is named, none can; the message says why.</exception>
    public static LoadedTransport Load(TransportPreference preference) => Load(preference, All);

    /// <summary>What is chosen where nobody asks for one, and why: <see cref="LoadedTransport.Description"/>.</summary>
    /// <exception cref="TransportException">None can be used here; the message says why.</exception>
    public static string DescribeChoice() => $"transport {Load(TransportPreference.Auto).Description}";

    internal static LoadedTransport Load(TransportPreference preference, IReadOnlyList<TransportBackend> backends) =>
        preference == TransportPreference.Auto
            ? LoadFirst(backends)
            : new LoadedTransport(backends.Single(backend => backend.Preference == preference).Load(), Why: null);

    private static LoadedTransport LoadFirst(IReadOnlyList<TransportBackend> backends)
    {
        var failures = new List<TransportException>();
        var reasons = new List<string>();
        foreach (TransportBackend backend in backends)
        {
            try
            {
                return new LoadedTransport(backend.Load(), reasons.Count == 0 ? null : string.Join(' ', reasons));
            }
            catch (TransportException missing)
            {
                failures.Add(missing);
                reasons.Add($"{backend.Name} is not used: {missing.Message}");
            }
        }

        throw new TransportException(
            TransportError.LibraryMissing,
            $"There is no QUIC library that can be used. {string.Join(' ', reasons)}",
            new AggregateException(failures));
    }
}
