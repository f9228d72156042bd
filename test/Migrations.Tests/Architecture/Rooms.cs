using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace Migrations.Tests.Architecture;

/// <summary>The rooms of a project, and which of the others each one uses, by their names without the project's.</summary>
internal static partial class Rooms
{
    /// <summary>Reads them from the compiled code.</summary>
    public static Dictionary<string, string[]> InCode(string project)
    {
        var types = Types.FromFile(Path.Combine(AppContext.BaseDirectory, $"{project}.dll"));
        var rooms = types.GetTypes()
            .Where(type => IsIn(project, type.FullName ?? "") && !IsRegistration(type.Name))
            .GroupBy(type => RoomOf(type.FullName!), type => type.FullName!)
            .ToDictionary(room => room.Key, room => room.Distinct().ToArray());
        return rooms.Keys.ToDictionary(
            room => room[(project.Length + 1)..],
            room => rooms.Keys
                .Where(other => other != room && Uses(types, room, Visible(rooms[other], room, other)))
                .Select(other => other[(project.Length + 1)..]).ToArray());
    }

    /// <summary>Reads them from the picture in a document: a line per project, and a line per room with an arrow to the rooms that it uses.</summary>
    public static List<(string Room, string[] Uses)> InPicture(string document, string project) =>
    [
        .. File.ReadLines(document)
            .SkipWhile(line => line != project).Skip(1)
            .TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal))
            .Select(line => line.Split("──>", StringSplitOptions.TrimEntries))
            .Select(parts => (parts[0], parts.Length == 1 ? [] : parts[1].Split(", "))),
    ];

    private static bool Uses(Types types, string room, string[] others) => others.Length > 0 && types
        .That().ResideInNamespaceMatching($"^{Regex.Escape(room)}$").And().DoNotHaveNameEndingWith("Services")
        .And().HaveDependencyOnAny(others).GetTypes().Any();

    private static string[] Visible(string[] types, string from, string room) =>
        from.StartsWith($"{room}.", StringComparison.Ordinal)
            ? [.. types.Where(type => !type.EndsWith("Options", StringComparison.Ordinal))]
            : types;

    private static bool IsIn(string project, string type) => type.StartsWith($"{project}.", StringComparison.Ordinal);

    private static bool IsRegistration(string type) => type.EndsWith("Services", StringComparison.Ordinal);

    private static string RoomOf(string type) => OuterType().Match(type).Groups[1].Value;

    [GeneratedRegex(@"^(.+)\.[^.]+$")]
    private static partial Regex OuterType();
}
