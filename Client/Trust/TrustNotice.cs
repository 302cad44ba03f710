namespace Mcu.Client.Trust;

// Something about trust that the person should be told: a warning, or what was remembered.
internal sealed record TrustNotice(bool IsWarning, string Sentence);
