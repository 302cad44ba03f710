using Xunit;

namespace Mcu.Common.Tests.Architecture;

// The arrows of the house, held by reading the sources: who may know whom. A folder that is not listed fails, so that it is
// decided on.
public class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> s_mayKnow = new()
    {
        ["Common/Addressing"] = ["Common/Protocol", "Common/Transport"],
        ["Common/Audio"] = [],
        ["Common/Buffers"] = [],
        ["Common/Configuration"] = ["Common/Files"],
        ["Common/Files"] = [],
        ["Common/Opus"] = [],
        ["Common/Protocol"] = [],
        ["Common/Transport"] = ["Common/Buffers"],
        ["Common/Voice"] = ["Common/Audio", "Common/Opus", "Common/Protocol"],

        ["Server/Admission"] = ["Common/Files", "Common/Transport"],
        ["Server/Rooms"] = [],
        ["Server/Mixing"] = ["Common/Audio", "Common/Buffers", "Common/Opus", "Common/Protocol", "Common/Voice"],
        // Reads what the others count, which know nothing of it.
        ["Server/Metrics"] = ["Common/Transport", "Server/Mixing"],
        ["Server/Signaling"] =
        [
            "Common/Protocol", "Common/Transport", "Server/Admission", "Server/Mixing", "Server/Rooms",
        ],
        ["Server/Hosting"] =
        [
            "Common/Addressing", "Common/Audio", "Common/Configuration", "Common/Opus", "Common/Transport",
            "Server/Admission", "Server/Metrics", "Server/Mixing", "Server/Rooms", "Server/Signaling",
        ],

        ["Client/Audio"] = ["Common/Audio", "Common/Files"],
        ["Client/Commands"] = [],
        ["Client/Configuration"] =
        [
            "Client/Audio", "Common/Audio", "Common/Configuration", "Common/Opus", "Common/Protocol", "Common/Transport",
        ],
        ["Client/Control"] = ["Client/Commands", "Client/Narration", "Common/Files"],
        ["Client/Session"] = ["Common/Protocol", "Common/Transport"],
        ["Client/Terminal"] = ["Client/Commands"],
        ["Client/Trust"] = ["Common/Addressing", "Common/Files", "Common/Transport"],
        ["Client/Voice"] =
        [
            "Client/Audio", "Client/Session",
            "Common/Audio", "Common/Buffers", "Common/Opus", "Common/Protocol", "Common/Transport", "Common/Voice",
        ],
        ["Client/Narration"] =
        [
            "Client/Commands", "Client/Session",
            "Common/Addressing", "Common/Audio", "Common/Protocol", "Common/Transport",
        ],
        ["Client/Interactive"] = ["Client/Commands", "Client/Narration", "Client/Session", "Client/Terminal"],
        ["Client/Headless"] = ["Client/Commands", "Client/Narration", "Client/Session"],
        ["Client/Hosting"] =
        [
            "Client/Audio", "Client/Commands", "Client/Configuration", "Client/Control", "Client/Headless",
            "Client/Interactive", "Client/Narration", "Client/Session", "Client/Terminal", "Client/Trust", "Client/Voice",
            "Common/Addressing", "Common/Audio", "Common/Configuration", "Common/Files", "Common/Opus", "Common/Protocol",
            "Common/Transport",
        ],
    };

    // Within the seam's folder: the seam knows no backend, no backend another, and only who chooses among them knows all. "" is
    // everybody outside it, too.
    private static readonly Dictionary<string, string[]> s_transportRooms = new()
    {
        [""] = [],
        ["Backends"] = ["MsQuic", "Ngtcp2"],
        ["MsQuic"] = [],
        ["Ngtcp2"] = [],
    };

    // What reads a clock or a device, waits, or runs beside. Locks are no threads.
    private static readonly string[] s_impure =
    [
        "MonotonicClock.Now", "Stopwatch", "DateTime", "DateTimeOffset", "TimeProvider", "Environment", "Random.Shared",
        "Thread", "Task", "async", "Timer", "System.Net", "System.IO", "File", "Console", "DllImport", "LibraryImport",
    ];

    private static readonly string[] s_folders =
        [.. SourceFolder.Of("Common"), .. SourceFolder.Of("Server"), .. SourceFolder.Of("Client")];

    public static TheoryData<string> Folders => [.. s_folders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_folder_knows_only_whom_it_may(string folder)
    {
        Assert.True(s_mayKnow.TryGetValue(folder, out string[]? allowed), $"{folder} is new: say here whom it may know.");
        Assert.Empty(new SourceFolder(folder).References()
            .Where(reference => reference.Folder != folder && !allowed.Contains(reference.Folder))
            .Select(reference => $"{reference.File} knows {reference.Folder}")
            .Distinct());
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void What_a_folder_may_know_it_knows(string folder)
    {
        string[] known = [.. new SourceFolder(folder).References().Select(reference => reference.Folder).Distinct()];
        Assert.Empty(s_mayKnow[folder].Except(known));
    }

    [Fact]
    public void Only_who_chooses_a_transport_knows_one()
    {
        var seam = new SourceFolder("Common/Transport");
        Assert.Empty(seam.Rooms.Except(s_transportRooms.Keys));
        Assert.Empty(seam.RoomReferences()
            .Where(reference => reference.Room != reference.From && !s_transportRooms[reference.From].Contains(reference.Room))
            .Select(reference => $"{reference.File} knows {reference.Room}"));
        string[] backends = [.. seam.Rooms.Where(room => room is not ("" or "Backends"))];
        string[] words = [.. backends.SelectMany(room => new[] { $"{room}Transport", $"Mcu.Common.Transport.{room}" })];
        Assert.Empty(s_folders.Where(folder => folder != seam.Name).SelectMany(folder => new SourceFolder(folder).Uses(words)));
    }

    [Theory]
    [InlineData("Common/Audio")]
    [InlineData("Common/Configuration/Toml")]
    [InlineData("Common/Protocol")]
    [InlineData("Common/Voice")]
    [InlineData("Server/Mixing/Classes")]
    [InlineData("Server/Mixing/Forwarding")]
    [InlineData("Server/Mixing/Participants")]
    [InlineData("Server/Rooms")]
    [InlineData("Client/Commands")]
    [InlineData("Client/Terminal/Cells")]
    [InlineData("Client/Terminal/Model")]
    [InlineData("Client/Terminal/Update")]
    [InlineData("Client/Terminal/View")]
    public void What_is_pure_has_no_clock_thread_socket_or_device(string folder) =>
        Assert.Empty(new SourceFolder(folder).Uses(s_impure));

    // That the reading itself sees what it looks for.
    [Fact]
    public void References_are_seen_in_every_form()
    {
        string[] hosting = [.. new SourceFolder("Server/Hosting").References().Select(reference => reference.Folder).Distinct()];
        Assert.Contains("Common/Transport", hosting);
        Assert.Contains("Server/Mixing", hosting);
        Assert.Contains(
            "MonotonicClock.Now (Server/Mixing/Scheduling/MixThread.cs)",
            new SourceFolder("Server/Mixing").Uses("MonotonicClock.Now"));
    }
}
