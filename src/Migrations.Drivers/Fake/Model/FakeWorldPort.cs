using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>The answers of the world to the calls of the driver.</summary>
internal sealed partial record FakeWorld
{
    /// <summary>Each server's job by its number; null without one.</summary>
    public IEnumerable<long?> Jobs => Servers.Select(server => server.Job?.Number);

    /// <summary>Whether a job runs or waits.</summary>
    public bool IsMigrating => Servers.Any(server => server.Job is not null);

    private bool IsReachable => !Scenario.Calls.Any(call => call.IsOutage && call.AppliesAt(Now));

    /// <summary>A change of these is news: whether the hypervisor can be reached, and each server's place, job and phase.</summary>
    public IEnumerable<(bool, long?, JobPhase?)> Landmarks => Servers
        .Select(server => (server.Here, server.Job?.Number, server.Job?.Phase))
        .Prepend((IsReachable, null, null));

    /// <summary>When it can change by itself next: with each step while there is a job, or while calls are scripted; null for never.</summary>
    public TimeSpan? NextChange => Scenario.Calls.Count > 0 || IsMigrating
        ? Now + StepLength
        : Servers.Min(server => server.Here ? server.MigratesAt : server.ReturnsAt);

    /// <summary>What the scenario does to such a call now; null when nothing.</summary>
    public ScriptedCall? ScriptOf(HypervisorCall call, Guid? serverUuid)
    {
        if (Scenario.Calls.Count == 0)
            return null;
        var name = serverUuid is { } uuid && Scenario.Servers.IndexOf(uuid) is >= 0 and var index ? Scenario.Servers[index].Name : null;
        return Scenario.Calls.FirstOrDefault(script => script.AppliesAt(Now) && script.AppliesTo(call, name));
    }

    public IReadOnlyList<Server> ListServers() =>
    [
        .. from pair in Scenario.Servers.Zip(Servers, (server, state) => (server, state))
           where pair.state.Here
           select new Server
           {
               Uuid = pair.server.Uuid,
               Name = pair.server.Name,
               State = pair.server.State,
               Locked = pair.server.Locked,
               Host = Scenario.Source.Compute,
               UserId = pair.server.UserId,
               ProjectId = pair.server.ProjectId,
           },
    ];

    public IReadOnlyList<MigrationJob> ListJobs() =>
    [
        .. from pair in Scenario.Servers.Zip(Servers, (server, state) => (server.Uuid, state.Job))
           where pair.Job is not null
           let destination = pair.Job.Terms?.Destination ?? Scenario.Destination
           select new MigrationJob(pair.Job.Id, pair.Uuid, pair.Job.Phase)
           {
               SourceCompute = Scenario.Source.Compute,
               SourceNode = Scenario.Source.Node,
               DestCompute = destination.Compute,
               DestNode = destination.Node,
               DestHost = destination.Host,
           },
    ];

    public JobStats GetStats(MigrationJob job)
    {
        var index = IndexOf(job);
        var running = Servers[index].Job!;
        return running.Read(running.UnderTerms(Scenario.Servers[index]), Chance);
    }

    public JobEnd GetEnd(Guid serverUuid, string jobId)
    {
        var running = Scenario.Servers.IndexOf(serverUuid) is >= 0 and var index ? Servers[index] : null;
        if (running?.Job?.Id == jobId)
            throw new MigrationDriverException(DriverErrorKind.NotYet, $"job {jobId} has not ended");
        return Ended.LastOrDefault(ended => ended.ServerUuid == serverUuid && ended.Id == jobId)?.End
            ?? new JobEnd(running is { Here: true } ? JobResult.NotMigrated : JobResult.Unknown);
    }

    public FakeWorld Abort(MigrationJob job)
    {
        var index = IndexOf(job);
        return With(index, Servers[index].Job!.Abort());
    }

    public (FakeWorld World, ForceCompleteMeans Means) ForceComplete(MigrationJob job)
    {
        var index = IndexOf(job);
        var (forced, means) = Servers[index].Job!.ForceComplete(Scenario.Servers[index]);
        return (With(index, forced), means);
    }

    private int IndexOf(MigrationJob job) =>
        Scenario.Servers.IndexOf(job.ServerUuid) is >= 0 and var index && Servers[index].Job?.Id == job.Id
            ? index
            : throw new MigrationDriverException(DriverErrorKind.NoSuchJob, $"no migration job {job.Id} of server {job.ServerUuid}");
}
