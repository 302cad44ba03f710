namespace Mcu.Client.Audio;

/// <summary>A sound file that cannot be read or written; the message is a sentence for people that names the file.</summary>
public sealed class AudioFileException : IOException
{
    /// <summary>Makes one.</summary>
    /// <param name="message">The file, what stood there, and what is allowed.</param>
    /// <param name="inner">What the system said, where it said something.</param>
    public AudioFileException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
