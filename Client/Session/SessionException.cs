namespace Mcu.Client.Session;

/// <summary>
/// A session that did not come about: the server refused, or could not be reached. The message is a sentence for people.
/// </summary>
public sealed class SessionException : Exception
{
    /// <summary>Makes one.</summary>
    public SessionException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether it would be so again, however long one waits.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether it is because the room's host put us out; then it is final, too.</summary>
    public bool IsKick { get; init; }
}
