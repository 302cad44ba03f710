namespace Mcu.Common.Protocol;

/// <summary>The versions of the control protocol that this code speaks, and how two ends agree on one.</summary>
public static class ProtocolVersion
{
    /// <summary>The oldest version spoken here.</summary>
    public const ushort Min = 1;

    /// <summary>The newest version spoken here.</summary>
    public const ushort Max = 1;

    /// <summary>Chooses the newest version that both ends speak.</summary>
    /// <param name="peerMin">The oldest version the peer speaks.</param>
    /// <param name="peerMax">The newest version the peer speaks.</param>
    /// <returns>The version, or 0 where there is none.</returns>
    public static ushort Choose(ushort peerMin, ushort peerMax)
    {
        ushort newest = Math.Min(Max, peerMax);
        return newest >= Math.Max(Min, peerMin) ? newest : (ushort)0;
    }
}
