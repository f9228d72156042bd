using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

/// <summary>A hypervisor whose servers are left alone, so that a test can start their migrations.</summary>
/// <param name="Hypervisor">Its servers, which are of the same kinds once they are started, and the passing of its time.</param>
/// <param name="Starter">Starts migrations on it.</param>
public sealed record StarterTestbed(DriverTestbed Hypervisor, IMigrationStarter Starter) : IAsyncDisposable
{
    /// <summary>Compute host of the servers.</summary>
    public required string Source { get; init; }

    /// <summary>One of the destinations, which cannot be reached; the first of them, where the starter can tell before it starts.</summary>
    public required string Down { get; init; }

    /// <summary>A destination that takes every server.</summary>
    public Destination Good => Starter.Destinations.First(destination => destination.Compute != Down);

    /// <summary>An order for one of the servers.</summary>
    public StartOrder Order(string? host = null, bool isForced = false, int server = 0) =>
        new(Hypervisor.Servers[server], Guid.NewGuid(), host, isForced, DiskCopy.Auto);

    /// <summary>Starts the migration of the first server, and lets time pass until it copies memory.</summary>
    public async Task<MigrationJob> StartAsync()
    {
        await Starter.StartAsync(Order(), Good, default);
        return await Hypervisor.UntilAsync(JobPhase.PreCopy);
    }

    /// <summary>Lets time pass until the job is over.</summary>
    public async Task<JobEnd> EndAsync(MigrationJob job)
    {
        await Hypervisor.UntilEndedAsync(job);
        return await Hypervisor.Driver.GetEndAsync(job.ServerUuid, job.Id, default);
    }

    public ValueTask DisposeAsync() => Hypervisor.DisposeAsync();
}
