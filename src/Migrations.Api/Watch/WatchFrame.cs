using System.Text;

namespace Migrations.Api.Watch;

/// <summary>What a terminal of some size shows: a line for each migration, and below them the last that have ended.</summary>
/// <param name="width">Columns of the terminal.</param>
/// <param name="height">Lines of the terminal.</param>
/// <param name="hasColours">Whether lines may have escape codes for colours.</param>
internal sealed class WatchFrame(int width, int height, bool hasColours)
{
    private const int MostEnded = 5;

    public IReadOnlyList<string> Lines(Watched watched, bool isOne)
    {
        List<string> lines = [Head(watched)];
        if (WatchWords.Doubt(watched) is { } doubt)
            lines.AddRange(Wrapped(doubt, 0, Colour.Yellow));
        lines.Add("");
        var row = WatchRow.For([.. watched.Migrations.Values, .. watched.Ended.Take(MostEnded)], width);
        foreach (var item in watched.Migrations.Values)
        {
            lines.Add(Paint(row.Of(item), ColourOf(item.Progress.Verdict)));
            if (item.Progress.VerdictText is { } sentence && (isOne || item.Progress.Verdict == Verdict.Stalled.WireName))
                lines.AddRange(Wrapped(sentence, 2, Colour.Dim));
        }
        if (watched.Ended.Length > 0)
            lines.AddRange(watched.Migrations.IsEmpty ? [Cut("Ended")] : ["", Cut("Ended")]);
        foreach (var item in watched.Ended.Take(MostEnded))
            lines.Add(Paint(row.OfEnded(item), item.Migration.Status == MigrationStatus.Completed.WireName ? Colour.None : Colour.Yellow));
        return lines.Count <= height ? lines : [.. lines.Take(height - 1), Cut("... the window is too low for the rest")];
    }

    private string Head(Watched watched) => Cut(watched switch
    {
        { HasSeen: false } => "Waiting for the service",
        { Migrations.Count: 0 } => "No migration in progress",
        { Migrations.Count: 1 } => "1 migration in progress",
        _ => $"{watched.Migrations.Count} migrations in progress",
    });

    private static Colour ColourOf(string? verdict) => verdict switch
    {
        "stalled" => Colour.Red,
        "converging" or "certain" or "ending" => Colour.Green,
        _ => Colour.None,
    };

    /// <summary>A text that may be longer than a line, cut between words.</summary>
    private IEnumerable<string> Wrapped(string text, int indent, Colour colour)
    {
        var line = new StringBuilder();
        foreach (var word in WatchWords.Printable(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indent + line.Length + 1 + word.Length > width)
            {
                yield return Paint(Cut(new string(' ', indent) + line), colour);
                line.Clear();
            }
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }
        yield return Paint(Cut(new string(' ', indent) + line), colour);
    }

    private string Cut(string text) => text.Length > width ? text[..width] : text;

    private string Paint(string text, Colour colour) => hasColours && colour != Colour.None ? $"\e[{(int)colour}m{text}\e[0m" : text;

    /// <summary>The codes of ECMA-48 for them.</summary>
    private enum Colour
    {
        None = 0,
        Dim = 2,
        Red = 31,
        Green = 32,
        Yellow = 33,
    }
}
