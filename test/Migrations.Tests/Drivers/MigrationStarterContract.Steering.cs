using Migrations.Drivers;
using NUnit.Framework.Constraints;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationStarterContract<TStarter>
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(60);

    [Test]
    public async Task SetMaxDowntime_LongEnough_LetsTheMigrationComplete()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.StartAsync();

        await testbed.Starter.SetMaxDowntimeAsync(job, LongEnough, default);

        Assert.That((await testbed.EndAsync(job)).Result, Is.EqualTo(JobResult.Completed));
    }

    [Test]
    public async Task SetBandwidth_WhileItCopies_LimitsTheSpeed()
    {
        const long Limit = 4L << 20;
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        var job = await testbed.StartAsync();

        await testbed.Starter.SetBandwidthAsync(job, Limit >> 20, default);

        await testbed.Hypervisor.UntilAsync(
            async () => (await testbed.Hypervisor.Driver.GetStatsAsync(job, default)).MemoryBytesPerSecond <= Limit * 1.5, "the limit in the speed");
    }

    [Test]
    public async Task Steering_JobHasEnded_ThrowsNoSuchJob()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        var job = await testbed.StartAsync();
        await testbed.EndAsync(job);

        await Assert.ThatAsync(() => testbed.Starter.SetMaxDowntimeAsync(job, LongEnough, default), Errs(DriverErrorKind.NoSuchJob));
        await Assert.ThatAsync(() => testbed.Starter.SetBandwidthAsync(job, 100, default), Errs(DriverErrorKind.NoSuchJob));
    }

    [Test]
    public async Task Call_HypervisorIsLost_IsUnreachableAndNothingHasBegun()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);
        await testbed.Hypervisor.LoseAsync();

        await Assert.ThatAsync(() => testbed.Starter.CheckAsync(testbed.Order(), default), Errs(DriverErrorKind.Unreachable));
        await Assert.ThatAsync(() => testbed.Starter.StartAsync(testbed.Order(), testbed.Good, default), Errs(DriverErrorKind.Unreachable));

        await testbed.Hypervisor.RestoreAsync();
        Assert.That(await testbed.Hypervisor.FindJobAsync(testbed.Hypervisor.Servers[0]), Is.Null);
    }

    [Test]
    public async Task Call_AlreadyCancelled_IsCancelledAndNothingHasBegun()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless, TestbedServer.Quick);
        var job = await testbed.StartAsync();

        foreach (var call in Calls(testbed, job, new CancellationToken(canceled: true)))
            await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());

        Assert.That(await testbed.Hypervisor.FindJobAsync(testbed.Hypervisor.Servers[1]), Is.Null);
    }

    [Test]
    public async Task Call_HypervisorHangs_CanBeGivenUp()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless, TestbedServer.Quick);
        var job = await testbed.StartAsync();
        await testbed.Hypervisor.HangAsync();
        using var given = new CancellationTokenSource();
        var calls = Calls(testbed, job, given.Token);
        Assert.That(calls.Select(call => call.IsCompleted), Is.All.False);

        await given.CancelAsync();

        foreach (var call in calls)
            await Assert.ThatAsync(() => call, Throws.InstanceOf<OperationCanceledException>());
    }

    private static List<Task> Calls(StarterTestbed testbed, MigrationJob job, CancellationToken cancellationToken) =>
    [
        testbed.Starter.CheckAsync(testbed.Order(server: 1), cancellationToken),
        testbed.Starter.StartAsync(testbed.Order(server: 1), testbed.Good, cancellationToken),
        testbed.Starter.SetMaxDowntimeAsync(job, LongEnough, cancellationToken),
        testbed.Starter.SetBandwidthAsync(job, 1000, cancellationToken),
    ];

    private static EqualConstraint<DriverErrorKind> Errs(DriverErrorKind kind) =>
        Throws.TypeOf<MigrationDriverException>().With.Property(nameof(MigrationDriverException.Kind)).EqualTo(kind);
}
