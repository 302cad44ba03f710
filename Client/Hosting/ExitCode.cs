namespace Mcu.Client.Hosting;

// How the program ends; docs/headless.md lists them.
internal static class ExitCode
{
    public const int Normal = 0;

    // A bad flag or file, a missing library, a wrong certificate, a server that refused or was not there: it never began, or
    // could not go on because of this machine.
    public const int Failed = 1;

    // The connection was lost, or the server closed it.
    public const int ConnectionLost = 2;

    // The server said goodbye: it is being stopped.
    public const int ServerShutDown = 3;

    // The host put us out of the room: do not come back by oneself.
    public const int Kicked = 4;
}
