namespace Mcu.Server.Admission;

// A certificate, a key or the data directory that cannot be used. The message is a sentence for the operator, who can mend it.
internal sealed class AdmissionException(string message, Exception? inner = null) : Exception(message, inner);
