using System.Text;
using Mcu.Common.Addressing;
using Mcu.Common.Transport;

namespace Mcu.Client.Trust;

// Asks the person at the terminal. Anything but a yes is a no, the end of input too. What is typed after the answer is left to
// whoever reads on, so bytes are taken one at a time.
internal sealed class AskNew(Stream input, TextWriter output) : IFirstContact
{
    // Bytes of an answer that are kept; "yes" with blanks around it has room.
    private const int MaxAnswer = 16;

    public async Task<string?> JudgeAsync(
        ServerAddress server, CertificateFingerprint fingerprint, CancellationToken cancellationToken)
    {
        await output.WriteAsync(
            $"The server {server} is not known yet. Its certificate has the fingerprint\n\n  {fingerprint}\n\n"
            + "Compare it with what the server prints after \"fingerprint\". Trust it from now on? [y/N] ").ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        string answer = await ReadAnswerAsync(cancellationToken).ConfigureAwait(false);
        return answer.Trim().ToLowerInvariant() is "y" or "yes"
            ? null
            : $"The server {server} was not trusted. Nothing was sent.";
    }

    private async Task<string> ReadAnswerAsync(CancellationToken cancellationToken)
    {
        var answer = new List<byte>(MaxAnswer);
        var next = new byte[1];
        while (await input.ReadAsync(next, cancellationToken).ConfigureAwait(false) == 1 && next[0] != '\n')
        {
            if (answer.Count < MaxAnswer)
            {
                answer.Add(next[0]);
            }
        }

        return Encoding.UTF8.GetString([.. answer]);
    }
}
