namespace Migrations.Api.Watch;

/// <summary>The columns of a migration's line. What does not fit is left out: the time left first, then the rate, then the bar.</summary>
internal sealed class WatchRow
{
    private const int PercentWidth = 5;
    private const int VerdictWidth = 10;
    private const int RateWidth = 10;
    private const int TimeWidth = 15;
    private const int ShortestBar = 8;
    private const int LongestBar = 40;
    private const string Gap = "  ";

    private readonly int _width;
    private readonly int _nameWidth;
    private readonly int _barWidth;
    private readonly bool _hasRate;
    private readonly bool _hasTime;

    private WatchRow(int width, int nameWidth)
    {
        (_width, _nameWidth) = (width, nameWidth);
        var free = width - nameWidth - PercentWidth - VerdictWidth - 2 * Gap.Length;
        var bar = ShortestBar + Gap.Length;
        _hasRate = Take(ref free, RateWidth + Gap.Length, keep: bar);
        _hasTime = Take(ref free, TimeWidth + Gap.Length, keep: bar);
        _barWidth = free < bar ? 0 : Math.Min(free - Gap.Length, LongestBar);
    }

    /// <summary>The columns for these migrations; names may take a third of the width.</summary>
    public static WatchRow For(IReadOnlyList<WatchedMigration> items, int width) =>
        new(width, Math.Min(items.Select(item => item.Server.Name.Length).DefaultIfEmpty().Max(), Math.Max(width / 3, 4)));

    public string Of(WatchedMigration item)
    {
        List<string> cells = [Name(item)];
        if (_barWidth > 0)
            cells.Add(Bar(item.Progress.Percent));
        cells.Add(WatchWords.Percent(item).PadLeft(PercentWidth));
        if (_hasRate)
            cells.Add(WatchWords.Rate(item).PadLeft(RateWidth));
        if (_hasTime)
            cells.Add(WatchWords.TimeLeft(item).PadRight(TimeWidth));
        cells.Add(item.Progress.Verdict ?? item.Migration.Status);
        return Line(cells);
    }

    public string OfEnded(WatchedMigration item) => Line(
        [Name(item), WatchWords.TimeOfDay(item.Progress.EndedAt), item.Migration.Status.PadRight(VerdictWidth - 1), item.Progress.Reason ?? ""]);

    private static bool Take(ref int free, int wanted, int keep)
    {
        if (free - wanted < keep)
            return false;
        free -= wanted;
        return true;
    }

    private string Name(WatchedMigration item) => Cut(item.Server.Name, _nameWidth).PadRight(_nameWidth);

    private string Bar(int percent)
    {
        var full = Math.Clamp(percent, 0, 100) * _barWidth / 100;
        return new string('━', full) + new string('─', _barWidth - full);
    }

    private string Line(IEnumerable<string> cells) => Cut(WatchWords.Printable(string.Join(Gap, cells)).TrimEnd(), _width);

    private static string Cut(string text, int width) => text.Length > width ? text[..width] : text;
}
