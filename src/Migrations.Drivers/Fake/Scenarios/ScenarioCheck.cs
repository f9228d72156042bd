namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>Finds the first mistake in a scenario.</summary>
internal static class ScenarioCheck
{
    /// <exception cref="ScenarioException">There is a mistake; the message names it by its path.</exception>
    public static void Check(Scenario scenario, string file)
    {
        var root = new ScenarioPlace(file);
        root["maxConcurrent"].Within(scenario.MaxConcurrent, 1, int.MaxValue);
        root["servers"].Demand(scenario.Servers.Count > 0, "must not be empty");
        var (names, uuids) = (new HashSet<string>(), new HashSet<Guid>());
        for (var i = 0; i < scenario.Servers.Count; i++)
        {
            var (server, place) = (scenario.Servers[i], root["servers"][i]);
            ServerCheck.Check(server, place);
            place["name"].Demand(names.Add(server.Name), "must be unique", server.Name);
            place["uuid"].Demand(uuids.Add(server.Uuid), "must be unique", server.Uuid);
        }
        DestinationCheck.Check(scenario, root["destinations"]);
        for (var i = 0; i < scenario.Calls.Count; i++)
            CheckCall(scenario.Calls[i], scenario.Servers, root["calls"][i]);
    }

    private static void CheckCall(ScriptedCall call, IReadOnlyList<ScenarioServer> servers, ScenarioPlace place)
    {
        place.Demand(call is not null, "must not be null");
        place["server"].Demand(call!.Server is null || servers.Any(server => server.Name == call.Server),
            "no server has this name", call.Server);
        place["server"].Demand(
            call is not { Server: not null, Call: HypervisorCall.ListServers or HypervisorCall.ListJobs or HypervisorCall.WaitForNews },
            "this call concerns no single server", call.Server);
        place["fromSeconds"].Within(call.FromSeconds, 0, double.MaxValue);
        place["untilSeconds"].Demand(!(call.UntilSeconds <= call.FromSeconds), "must be after fromSeconds", call.UntilSeconds);
        place["delayMilliseconds"].Within(call.DelayMilliseconds, 0, int.MaxValue);
        place.Demand(call.Hang || call.DelayMilliseconds > 0 || call.Error is not null, "must delay, hang or fail");
    }
}

/// <summary>The fake driver cannot begin: its scenario or saved world are wrong. The message is one line.</summary>
/// <remarks>A name in the file may hold line breaks; here they are spaces.</remarks>
public sealed class ScenarioException(string message, Exception? inner = null) : Exception(message.ReplaceLineEndings(" "), inner);
