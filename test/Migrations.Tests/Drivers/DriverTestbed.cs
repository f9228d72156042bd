using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

/// <summary>A hypervisor for one test: servers whose migrations have just been started, and the passing of its time.</summary>
public abstract class DriverTestbed : IAsyncDisposable
{
    private const int Patience = 20_000;

    public abstract IMigrationDriver Driver { get; }

    /// <summary>In the order in which they were asked for.</summary>
    public abstract IReadOnlyList<Guid> Servers { get; }

    /// <summary>Makes the hypervisor unreachable for the driver.</summary>
    public abstract Task LoseAsync();

    /// <summary>Makes it reachable again.</summary>
    public abstract Task RestoreAsync();

    /// <summary>Lets the migration of the first server fail, which must be a <see cref="TestbedServer.Failing"/> one.</summary>
    public abstract Task FailAsync();

    /// <summary>Makes it leave every call unanswered.</summary>
    public abstract Task HangAsync();

    public abstract ValueTask DisposeAsync();

    /// <summary>Lets time pass until the server's job is in the phase.</summary>
    public async Task<MigrationJob> UntilAsync(JobPhase phase, Guid? server = null)
    {
        MigrationJob? seen = null;
        await UntilAsync(async () => (seen = await FindJobAsync(server ?? Servers[0]))?.Phase == phase, $"phase {phase}");
        return seen!;
    }

    /// <summary>Lets time pass until the job is no longer there.</summary>
    public Task UntilEndedAsync(MigrationJob job)
    {
        LetEnd(job);
        return UntilAsync(async () => (await FindJobAsync(job.ServerUuid))?.Id != job.Id, $"the end of {job.Id}");
    }

    /// <summary>Lets time pass until the driver reports the news that it was asked for, and not longer.</summary>
    public abstract Task UntilNewsAsync(Task news);

    /// <summary>Lets time pass until something can be seen.</summary>
    public async Task UntilAsync(Func<Task<bool>> seen, string what)
    {
        for (var i = 0; i < Patience; i++)
        {
            TestContext.CurrentContext.CancellationToken.ThrowIfCancellationRequested();
            if (await seen())
                return;
            await PassTimeAsync();
        }
        Assert.Fail($"waited in vain for {what}");
    }

    public async Task<Server?> FindServerAsync() =>
        (await Driver.ListServersAsync(default)).SingleOrDefault(server => server.Uuid == Servers[0]);

    public async Task<MigrationJob?> FindJobAsync(Guid server) =>
        (await Driver.ListJobsAsync(default)).SingleOrDefault(job => job.ServerUuid == server);

    /// <summary>Lets a job of <see cref="TestbedServer.Quick"/> end, if it has been held back so that its phases can be seen.</summary>
    protected virtual void LetEnd(MigrationJob job)
    {
    }

    /// <summary>Lets a moment pass, much shorter than any phase.</summary>
    protected abstract Task PassTimeAsync();
}

/// <summary>The kinds of server that a testbed must have.</summary>
public enum TestbedServer
{
    /// <summary>Is not migrated.</summary>
    Idle,

    /// <summary>Is migrated in a moment.</summary>
    Quick,

    /// <summary>Never converges; may not switch to post-copy.</summary>
    Endless,

    /// <summary>Never converges; may switch to post-copy, which then takes a while.</summary>
    EndlessPostCopy,

    /// <summary>Has disks to copy, which takes a while.</summary>
    WithDisks,

    /// <summary>Its migration fails, and leaves it here.</summary>
    Failing,
}
