using System.Text.RegularExpressions;

namespace Migrations.Drivers.Fake.Scenarios;

/// <summary>Finds the first mistake in a server of a scenario.</summary>
internal static partial class ServerCheck
{
    /// <summary>16 TiB, so that no count of bytes can overflow.</summary>
    public const long MaxMiB = 1L << 24;

    private const double MaxSeconds = 1e6;

    /// <exception cref="ScenarioException">There is a mistake; the message names it by its path.</exception>
    public static void Check(ScenarioServer server, ScenarioPlace place)
    {
        place.Demand(server is not null, "must not be null");
        place["name"].Demand(NameForm().IsMatch(server!.Name), "must be 1 to 64 letters, digits and dashes", server.Name);
        place["projectId"].Demand(IdForm().IsMatch(server.ProjectId), "must be 32 hexadecimal digits", server.ProjectId);
        place["userId"].Demand(IdForm().IsMatch(server.UserId), "must be 32 hexadecimal digits", server.UserId);
        CheckCopy(server, place);
        if (server.Migrates is { } migrates)
            CheckMigration(migrates, server, place["migrates"]);
        if (server.Fails is { } fails)
            CheckFailure(fails, server, place["fails"]);
    }

    private static void CheckCopy(ScenarioServer server, ScenarioPlace place)
    {
        place["memoryMiB"].Within(server.MemoryMiB, 1, MaxMiB);
        place["workingSetMiB"].Within(server.WorkingSetMiB ?? 1, 1, server.MemoryMiB);
        place["dirtyMiBPerSecond"].Within(server.DirtyMiBPerSecond, 0, MaxMiB);
        place["bandwidthMiBPerSecond"].Within(server.BandwidthMiBPerSecond, 1, MaxMiB);
        place["allowedDowntimeMilliseconds"].Within(server.AllowedDowntimeMilliseconds, 1, 1_000_000);
        for (var i = 0; i < server.DisksMiB.Count; i++)
            place["disksMiB"][i].Within(server.DisksMiB[i], 1, MaxMiB);
        place["prepareSeconds"].Within(server.PrepareSeconds, 0, MaxSeconds);
        place["finishSeconds"].Within(server.FinishSeconds, 0, MaxSeconds);
    }

    private static void CheckMigration(ScenarioMigration migrates, ScenarioServer server, ScenarioPlace place)
    {
        place.Demand(server.State is ServerState.Active or ServerState.Paused,
            "only an active or paused server can be migrated", server.State);
        place["byItself"].Demand(migrates is { ByItself: true } or { AfterSeconds: 0, AgainAfterSeconds: null },
            "must be true for a server with afterSeconds or againAfterSeconds");
        place["afterSeconds"].Within(migrates.AfterSeconds, 0, MaxSeconds);
        place["againAfterSeconds"].Within(migrates.AgainAfterSeconds ?? 0, 0, MaxSeconds);
        place["returnAfterSeconds"].Within(migrates.ReturnAfterSeconds ?? 0, 0, MaxSeconds);
    }

    private static void CheckFailure(ScenarioFailure fails, ScenarioServer server, ScenarioPlace place)
    {
        var possible = fails.Phase switch
        {
            JobPhase.Preparing or JobPhase.PreCopy => true,
            JobPhase.Storage => server.DisksMiB.Count > 0,
            JobPhase.PostCopy => server.PostCopy,
            _ => false,
        };
        place["phase"].Demand(possible, "this server cannot fail there", fails.Phase);
        place["afterSeconds"].Within(fails.AfterSeconds, 0, MaxSeconds);
        place["reason"].Demand(!string.IsNullOrWhiteSpace(fails.Reason), "must not be empty");
    }

    [GeneratedRegex(@"\A[A-Za-z0-9-]{1,64}\z")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"\A[0-9a-f]{32}\z")]
    private static partial Regex IdForm();
}
