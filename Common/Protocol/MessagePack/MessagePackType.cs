namespace Mcu.Common.Protocol.MessagePack;

// These are the specification's own words.
#pragma warning disable CA1720

/// <summary>The kinds of value MessagePack knows; every format byte belongs to one of them.</summary>
public enum MessagePackType
{
    /// <summary>The one format byte that is never used, 0xc1.</summary>
    None,

    /// <summary>Nothing.</summary>
    Nil,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A whole number from −2^63 to 2^64 − 1.</summary>
    Integer,

    /// <summary>An IEEE 754 number of 32 or 64 bits.</summary>
    Float,

    /// <summary>UTF-8.</summary>
    Text,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>Values in a row.</summary>
    Array,

    /// <summary>Pairs of key and value.</summary>
    Map,

    /// <summary>Bytes with a type number from −128 to 127; −1 is a timestamp.</summary>
    Extension,
}
