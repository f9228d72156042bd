using System.Collections.Immutable;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>A scenario at one moment of its simulated time. Everything later follows from it.</summary>
internal sealed partial record FakeWorld
{
    /// <summary>The world moves in steps of this length.</summary>
    public static readonly TimeSpan StepLength = TimeSpan.FromMilliseconds(100);

    private const int RetainedEnds = 500;

    public required Scenario Scenario { get; init; }
    public required Chance Chance { get; init; }

    /// <summary>Time since the beginning of the world, in whole steps.</summary>
    public required TimeSpan Now { get; init; }

    public required long LastJobNumber { get; init; }

    /// <summary>In the order of the scenario.</summary>
    public required ImmutableArray<FakeServer> Servers { get; init; }

    /// <summary>The latest jobs that have ended, oldest first.</summary>
    public required ImmutableArray<EndedJob> Ended { get; init; }

    /// <param name="lastJobNumber">The last number that any world before this one can have given to a job.</param>
    public static FakeWorld Begin(Scenario scenario, Chance chance, long lastJobNumber) => new()
    {
        Scenario = scenario,
        Chance = chance,
        Now = TimeSpan.Zero,
        LastJobNumber = lastJobNumber,
        Servers = [.. scenario.Servers.Select(FakeServer.New)],
        Ended = [],
    };

    /// <summary>This world some steps later.</summary>
    public FakeWorld Advance(long steps)
    {
        var world = this;
        for (var step = 0L; step < steps; step++)
            world = world.Advance();
        return world;
    }

    /// <summary>This world after a command has changed a job. A job that ends by it is removed at once.</summary>
    public FakeWorld With(int index, FakeJob job) =>
        (this with { Servers = Servers.SetItem(index, Servers[index] with { Job = job }) }).Settle();

    /// <summary>The ends of all jobs, if the world ended now and its running jobs failed for this reason.</summary>
    public ImmutableArray<EndedJob> EndedWith(string reason) =>
    [
        .. Ended,
        .. from pair in Scenario.Servers.Zip(Servers, (server, state) => (server.Uuid, state.Job))
           where pair.Job is not null
           select new EndedJob(pair.Uuid, pair.Job.Id, new JobEnd(JobResult.Failed, reason)),
    ];

    private FakeWorld Advance()
    {
        var now = Now + StepLength;
        var number = LastJobNumber;
        var servers = Servers.ToBuilder();
        for (var i = 0; i < servers.Count; i++)
        {
            servers[i] = servers[i].Advance(Scenario.Servers[i], Chance, now);
            if (servers[i].IsDue(now))
                servers[i] = servers[i] with { MigratesAt = null, Job = FakeJob.Queue(Scenario.Servers[i], ++number) };
        }
        return (this with { Now = now, LastJobNumber = number, Servers = servers.MoveToImmutable() }).Settle();
    }

    /// <summary>Removes jobs that have ended, and starts the jobs that have waited longest in their places.</summary>
    private FakeWorld Settle()
    {
        var servers = Servers.ToBuilder();
        var ended = Ended;
        for (var i = 0; i < servers.Count; i++)
        {
            if (servers[i].Job is not { End: { } end } job)
                continue;
            ended = ended.Add(new EndedJob(Scenario.Servers[i].Uuid, job.Id, end));
            servers[i] = servers[i].Settle(Scenario.Servers[i], Chance, Now);
        }
        Admit(servers, Scenario.MaxConcurrent);
        return this with
        {
            Servers = servers.MoveToImmutable(),
            Ended = ended.Length <= RetainedEnds ? ended : ended.RemoveRange(0, ended.Length - RetainedEnds),
        };
    }

    private static void Admit(ImmutableArray<FakeServer>.Builder servers, int maxConcurrent)
    {
        var free = maxConcurrent - servers.Count(server => server.Job is { Phase: not JobPhase.Queued, IsStarted: false });
        var next = Enumerable.Range(0, servers.Count).Where(i => IsQueued(servers[i])).OrderBy(i => servers[i].Job!.Number).Take(free);
        foreach (var i in next.ToList())
            servers[i] = servers[i] with { Job = servers[i].Job!.Enter(JobPhase.Preparing) };
    }

    private static bool IsQueued(FakeServer server) => server.Job is { Phase: JobPhase.Queued };
}
