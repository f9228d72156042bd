using System.Globalization;
using Migrations.Convergence;

namespace Migrations.Api.Watch;

/// <summary>How what is followed is said.</summary>
internal static class WatchWords
{
    /// <summary>Stands for what is not known.</summary>
    public const string None = "-";

    public static string Percent(WatchedMigration item) => string.Create(CultureInfo.InvariantCulture, $"{item.Progress.Percent} %");

    public static string Rate(WatchedMigration item) => item.Progress.BytesPerSecond is { } rate ? Amount.Rate(rate) : None;

    public static string TimeLeft(WatchedMigration item) => (item.Progress.TimeLeftSeconds, item.Progress.TimeLeftKind) switch
    {
        (null, _) => None,
        ({ } seconds, "at_least") => $"at least {Amount.Time(TimeSpan.FromSeconds(seconds))}",
        ( < 1, _) => "less than 1 s",
        ({ } seconds, _) => $"about {Amount.Time(TimeSpan.FromSeconds(seconds))}",
    };

    /// <summary>The time of day of a time of the API, UTC.</summary>
    public static string TimeOfDay(string? time) => time is { Length: >= 19 } ? $"{time[11..19]}Z" : None;

    /// <summary>Why there may be something newer than what is shown; null while there is not.</summary>
    public static string? Doubt(Watched watched) => watched switch
    {
        { Lost: { } lost } => $"Disconnected: {lost.Reason}. Next attempt in {Amount.Time(lost.Pause)}.{(watched.HasSeen ? " The numbers are old." : "")}",
        { StaleBecause: { } reason } => $"The numbers may be old: {reason}",
        _ => null,
    };

    /// <summary>Without what a terminal takes for a command: names and reasons come from elsewhere.</summary>
    public static string Printable(string text) => string.Concat(text.Select(letter =>
        char.IsControl(letter) || char.GetUnicodeCategory(letter) == UnicodeCategory.Format ? ' ' : letter));
}
