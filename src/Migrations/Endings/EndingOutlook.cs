using System.Globalization;
using Migrations.Live;
using Migrations.Settings;

namespace Migrations.Endings;

/// <summary>The policy that is in force for a migration, and what it does next.</summary>
/// <param name="Policy">Null when there is none; the explanation says why.</param>
/// <param name="AllowedDowntime">The pause that it has allowed so far; null before the first step.</param>
/// <param name="NextIn">When it does something next; null when it does nothing more.</param>
/// <param name="Explanation">What that is, or why there is nothing; a sentence for a person.</param>
public sealed record EndingOutlook(EndingPolicy? Policy, TimeSpan? AllowedDowntime, TimeSpan? NextIn, string Explanation)
{
    private static readonly EndingOutlook Over = None("The migration is over.");
    private static readonly EndingOutlook NotStarted = None("This service has not started the migration, so it does nothing to end it.");
    private static readonly EndingOutlook SizeUnknown = None("It is not known yet how much is to be copied.");

    public static EndingOutlook Of(LiveMigration live, EndingOptions options)
    {
        if (live.Record.Status.IsFinal)
            return Over;
        if (live.Start is null)
            return NotStarted;
        if (EndingPolicy.Of(live, options) is not { } policy)
            return SizeUnknown;
        var elapsed = live.Stats?.Elapsed ?? TimeSpan.Zero;
        if (live.Forecast.Verdict is Verdict.Certain or Verdict.Ending)
            return new EndingOutlook(policy, live.Start!.AllowedDowntime, null, "It is certain to end, so nothing more is done to it.");

        var step = policy.Steps.FirstOrDefault(step => step.At > elapsed);
        var (at, what) = step is not null && !(step.At >= policy.Deadline)
            ? (step.At, $"a pause of {Duration.Format(step.Downtime)} is allowed ({step.Because})")
            : (policy.Deadline, policy.Action == CommandKind.Abort ? $"it is aborted ({policy.DeadlineBecause})" : $"it is forced to complete ({policy.DeadlineBecause})");
        return new EndingOutlook(policy, live.Start!.AllowedDowntime, at is { } moment && moment > elapsed ? moment - elapsed : null, at switch
        {
            null => "It may take as long as it takes.",
            { } next when next > elapsed => string.Create(CultureInfo.InvariantCulture, $"In {Math.Ceiling((next - elapsed).TotalSeconds)} s {what}."),
            _ => $"Its time is up: {what}.",
        });
    }

    private static EndingOutlook None(string reason) => new(null, null, null, reason);
}
