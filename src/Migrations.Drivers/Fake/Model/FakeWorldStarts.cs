using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>Migrations that somebody starts, and what can be changed while they run.</summary>
internal sealed partial record FakeWorld
{
    /// <summary>The hosts that servers can be sent to.</summary>
    public IReadOnlyList<ScenarioDestination> Destinations => Scenario.Destinations ??
    [
        new ScenarioDestination
        {
            Compute = Scenario.Destination.Compute,
            Node = Scenario.Destination.Node,
            Host = Scenario.Destination.Host,
        },
    ];

    /// <summary>The checks of Nova, in its order (nova/conductor/tasks/live_migrate.py).</summary>
    public StartCheck Check(StartOrder order)
    {
        if (RefusalOf(order.ServerUuid) is { } refusal)
            return StartCheck.Refused(refusal);
        if (order.IsForced && order.Host == Scenario.Source.Compute)
            return StartCheck.Refused(StartRefusal.ToItself(order.ServerUuid, order.Host));
        return StartCheck.Ask(
            Destinations.Where(destination => order.Host is null || destination.Compute == order.Host), order.IsForced);
    }

    /// <summary>This world with the job of the order, which begins at once: it was queued elsewhere. Unchanged when that job has begun before.</summary>
    /// <exception cref="StartRefusedException">The server is not fit, or there is no such destination.</exception>
    public FakeWorld Start(StartOrder order, string jobId, string compute)
    {
        if (Servers.Any(server => server.Job?.Id == jobId) || Ended.Any(ended => ended.Id == jobId))
            return this;
        if (RefusalOf(order.ServerUuid) is { } refusal)
            throw new StartRefusedException(refusal);
        var destination = Destinations.FirstOrDefault(known => known.Compute == compute)
            ?? throw new StartRefusedException(StartRefusal.HostUnavailable(compute));

        var index = Scenario.Servers.IndexOf(order.ServerUuid);
        var job = FakeJob.Queue(Scenario.Servers[index], LastJobNumber + 1) with
        {
            Id = jobId,
            Terms = new JobTerms
            {
                Destination = new ScenarioHost(destination.Compute, destination.Node, destination.Host),
                DestinationMiBPerSecond = destination.BandwidthMiBPerSecond,
                CopiesNoDisks = order.Disks == DiskCopy.None,
            },
        };
        return (this with { LastJobNumber = job.Number }).With(index, job.Enter(JobPhase.Preparing));
    }

    public FakeWorld Steer(MigrationJob job, Func<JobTerms, JobTerms> change)
    {
        var index = IndexOf(job);
        return With(index, Servers[index].Job!.Steer(change));
    }

    private StartRefusal? RefusalOf(Guid server)
    {
        var index = Scenario.Servers.IndexOf(server);
        if (index < 0 || !Servers[index].Here)
            return StartRefusal.PreCheck($"Instance {server} is not on {Scenario.Source.Compute}.");
        if (Scenario.Servers[index].State is not (ServerState.Active or ServerState.Paused))
            return StartRefusal.PoweredOff(server);
        return Servers[index].Job is null ? null : StartRefusal.PreCheck($"Instance {server} is being migrated already.");
    }
}
