using System.Text.RegularExpressions;
using Mcu.Testing;

namespace Mcu.Common.Tests.Architecture;

// One folder of a project, Server/Mixing for instance, as text: every C# file below it without its comments.
internal sealed partial class SourceFolder
{
    private readonly (string File, string Code)[] _files;

    public SourceFolder(string name)
    {
        Name = name;
        string path = Path.Combine(Repository.Root, name);
        _files = [.. Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(Repository.Root, file), Comments().Replace(File.ReadAllText(file), "")))];
    }

    public string Name { get; }

    // The project's folders, but for what the build makes; the files beside them belong to all.
    public static IEnumerable<string> Of(string project) =>
        Directory.EnumerateDirectories(Path.Combine(Repository.Root, project))
            .Select(path => Path.GetFileName(path)!)
            .Where(name => name is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal)
            .Select(name => $"{project}/{name}");

    // The other folders that it names, as "Common/Audio (Server/Mixing/Participants/Uplink.cs)": by a using, by a full name, or by
    // the short one that a folder of the same project may be called by.
    public IEnumerable<(string Folder, string File)> References()
    {
        string project = Name.Split('/')[0];
        foreach ((string file, string code) in _files)
        {
            foreach (Match match in FullNames().Matches(code))
            {
                yield return ($"{match.Groups["project"]}/{match.Groups["folder"]}", file);
            }

            foreach (string sibling in Of(project))
            {
                if (Regex.IsMatch(code, $@"(?<![\w.""]){Path.GetFileName(sibling)}\.[A-Z]\w*"))
                {
                    yield return (sibling, file);
                }
            }
        }
    }

    // The folders within it, and "" for what lies in none of them.
    public IEnumerable<string> Rooms => _files.Select(file => RoomOf(file.File)).Distinct();

    // Which of them name which, by a using, a full name or the short one.
    public IEnumerable<(string From, string Room, string File)> RoomReferences() =>
        from file in _files
        from room in Rooms
        where room != "" && Regex.IsMatch(file.Code, $@"(\b{Path.GetFileName(Name)}\.|(?<![\w.""])){room}(\.[A-Z]|;)")
        select (RoomOf(file.File), room, file.File);

    // Where one of these words stands, as "word (file)".
    public IEnumerable<string> Uses(params string[] words) =>
        from file in _files
        from word in words
        where Regex.IsMatch(file.Code, $@"(?<![\w.]){Regex.Escape(word)}\b")
        select $"{word} ({file.File})";

    private string RoomOf(string file) => file[(Name.Length + 1)..].Split('/') is [var room, _, ..] ? room : "";

    // To the end of the line; a // within a string is cut as well, which hides nothing that is looked for here.
    [GeneratedRegex("//.*$", RegexOptions.Multiline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"\bMcu\.(?<project>Common|Server|Client)\.(?<folder>[A-Z]\w*)(?=[.;])(?<!namespace Mcu\.\w+\.\w+)")]
    private static partial Regex FullNames();
}
