using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Asks the person at the terminal. Anything but a yes is a no, the end of input too. ReadLine: a line of bounded length, empty
// where there is none.
internal sealed class AskNew(Func<CancellationToken, Task<string>> readLine, TextWriter output) : IFirstContact
{
    public async Task<string?> JudgeAsync(
        ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken)
    {
        await output.WriteAsync(
            $"The server {server} is not known yet. Its certificate has the fingerprint\n\n  {fingerprint}\n\n"
            + "Compare it with what the server prints after \"fingerprint\".\nTrust it from now on? [y/N] ").ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        string answer;
        try
        {
            answer = await readLine(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What is said next begins its own line.
            await output.WriteLineAsync().ConfigureAwait(false);
            throw;
        }

        return answer.Trim().ToLowerInvariant() is "y" or "yes"
            ? null
            : $"The server {server} was not trusted. Nothing was sent.";
    }
}
