using System.Text.RegularExpressions;

namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>Finds the first mistake in the destinations of a scenario.</summary>
internal static partial class DestinationCheck
{
    /// <exception cref="ScenarioException">There is a mistake; the message names it by its path.</exception>
    public static void Check(Scenario scenario, ScenarioPlace place)
    {
        var destinations = scenario.Destinations ?? [];
        var computes = new HashSet<string> { scenario.Source.Compute };
        for (var i = 0; i < destinations.Count; i++)
        {
            place[i].Demand(destinations[i] is not null, "must not be null");
            Check(destinations[i], place[i]);
            place[i]["compute"].Demand(computes.Add(destinations[i].Compute), "must be unique, and not the source", destinations[i].Compute);
        }
    }

    private static void Check(ScenarioDestination destination, ScenarioPlace place)
    {
        place["compute"].Demand(NameForm().IsMatch(destination.Compute), "must be 1 to 255 letters, digits, dots, dashes and underscores", destination.Compute);
        place["bandwidthMiBPerSecond"].Within(destination.BandwidthMiBPerSecond ?? 1, 1, ServerCheck.MaxMiB);
        place["checkDelayMilliseconds"].Within(destination.CheckDelayMilliseconds, 0, int.MaxValue);
        place["refuses"].Demand(destination is { Refuses: null } or { Down: false }, "a host that is down checks nothing");
        if (destination.Refuses is { } refuses)
            CheckRefusal(refuses, place["refuses"]["reason"]);
    }

    private static void CheckRefusal(ScenarioRefusal refuses, ScenarioPlace reason)
    {
        var hasPlace = refuses.Check is PreCheck.Cpu or PreCheck.Other;
        reason.Demand(!hasPlace || !string.IsNullOrWhiteSpace(refuses.Reason), "must not be empty for this check", refuses.Check);
        reason.Demand(hasPlace || refuses.Reason is null, "this check has none", refuses.Check);
    }

    /// <summary>What a request can name (nova/api/validation/parameter_types.py, hostname).</summary>
    [GeneratedRegex(@"\A[a-zA-Z0-9._-]{1,255}\z")]
    private static partial Regex NameForm();
}
