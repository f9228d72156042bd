using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>The result of a pre-check: a destination, or a refusal.</summary>
/// <param name="Fit">The destination that takes the server; null when none does.</param>
/// <param name="Refusal">Why none does; null when one does.</param>
/// <param name="Delay">How long the destinations that were asked took to answer, in real time.</param>
internal sealed record StartCheck(ScenarioDestination? Fit, StartRefusal? Refusal, TimeSpan Delay)
{
    /// <summary>Asks the destinations in their order until one is fit.</summary>
    /// <param name="destinations">Those that will do.</param>
    /// <param name="isForced">Whether the refusal of the only one is told as it is; otherwise no host was found.</param>
    public static StartCheck Ask(IEnumerable<ScenarioDestination> destinations, bool isForced)
    {
        var (refusals, delay) = (new List<(string Compute, StartRefusal Refusal)>(), TimeSpan.Zero);
        foreach (var destination in destinations)
        {
            delay += TimeSpan.FromMilliseconds(destination.CheckDelayMilliseconds);
            if (RefusalOf(destination) is not { } refusal)
                return new StartCheck(destination, null, delay);
            refusals.Add((destination.Compute, refusal));
        }
        var reasons = string.Join("; ", refusals.Select(each => $"{each.Compute}: {each.Refusal.Details}"));
        return Refused(
            isForced && refusals is [var only]
                ? only.Refusal
                : StartRefusal.NoValidHost("There are not enough hosts available.", refusals.Count > 0 ? reasons : null),
            delay);
    }

    public static StartCheck Refused(StartRefusal refusal, TimeSpan delay = default) => new(null, refusal, delay);

    private static StartRefusal? RefusalOf(ScenarioDestination destination) => destination switch
    {
        { Down: true } => StartRefusal.HostUnavailable(destination.Compute),
        { Refuses: { } refuses } => RefusalOf(refuses, destination.Compute),
        _ => null,
    };

    private static StartRefusal RefusalOf(ScenarioRefusal refuses, string host) => refuses.Check switch
    {
        PreCheck.Cpu => StartRefusal.Cpu(refuses.Reason!),
        PreCheck.HypervisorType => StartRefusal.HypervisorType(),
        PreCheck.HypervisorTooOld => StartRefusal.HypervisorTooOld(),
        PreCheck.LocalStorage => StartRefusal.NotLocalStorage(host),
        PreCheck.SharedStorage => StartRefusal.NotSharedStorage(host),
        PreCheck.HypervisorGone => StartRefusal.HypervisorGone(),
        PreCheck.NoAnswer => StartRefusal.NoAnswer(host),
        _ => StartRefusal.PreCheck(refuses.Reason!),
    };
}
