using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>Where a server of the scenario is, and when it leaves and returns. Times count from the beginning of the world.</summary>
internal sealed record FakeServer
{
    /// <summary>Whether the hypervisor has it; otherwise it runs at the destination.</summary>
    public required bool Here { get; init; }

    /// <summary>When it is migrated by itself next; null for never, and during such a migration.</summary>
    public TimeSpan? MigratesAt { get; init; }

    /// <summary>When it returns from the destination; null for never, and while it is here.</summary>
    public TimeSpan? ReturnsAt { get; init; }

    public FakeJob? Job { get; init; }

    public static FakeServer New(ScenarioServer server) => new()
    {
        Here = true,
        MigratesAt = server.Migrates is { ByItself: true } migrates ? TimeSpan.FromSeconds(migrates.AfterSeconds) : null,
    };

    /// <summary>Whether its migration is due and can begin.</summary>
    public bool IsDue(TimeSpan now) => Here && Job is null && MigratesAt <= now;

    /// <summary>This server one step later. Jobs do not begin or end here.</summary>
    public FakeServer Advance(ScenarioServer server, Chance chance, TimeSpan now)
    {
        if (Job is not null)
            return this with { Job = Job.Advance(Job.UnderTerms(server), chance) };
        return ReturnsAt <= now ? this with { Here = true, ReturnsAt = null } : this;
    }

    /// <summary>This server without its job, which has ended.</summary>
    public FakeServer Settle(ScenarioServer server, Chance chance, TimeSpan now)
    {
        var left = Job!.End!.Result == JobResult.Completed;
        return this with
        {
            Here = !left,
            ReturnsAt = left ? now + Seconds(server.Migrates?.ReturnAfterSeconds) : null,
            MigratesAt = Seconds(server.Migrates?.AgainAfterSeconds) is { } rest
                ? now + chance.Vary(rest, Job.Number, moment: -1)
                : Job.IsStarted ? MigratesAt : null,
            Job = null,
        };
    }

    private static TimeSpan? Seconds(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}

/// <summary>How a job ended.</summary>
internal sealed record EndedJob(Guid ServerUuid, string Id, JobEnd End);
