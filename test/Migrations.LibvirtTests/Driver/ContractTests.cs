using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.Tests.Drivers;

namespace Migrations.LibvirtTests.Driver;

public sealed class ContractTests : MigrationDriverContract<LibvirtMigrationDriver>
{
    private readonly List<LibvirtTestbed> _arranged = [];

    [OneTimeSetUp]
    public Task StartNodes() => TwoNodes.RequireAsync();

    [TearDown]
    public async Task CloseArranged()
    {
        foreach (var testbed in _arranged)
            await testbed.DisposeAsync();
        _arranged.Clear();
    }

    protected override async Task<DriverTestbed> OpenAsync(params TestbedServer[] servers) => await LibvirtTestbed.OpenAsync(servers);

    protected override async Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind)
    {
        var (server, phase) = kind switch
        {
            DriverErrorKind.NotYet => (TestbedServer.WithDisks, JobPhase.Storage),
            DriverErrorKind.Refused => (TestbedServer.EndlessPostCopy, JobPhase.PreCopy),
            DriverErrorKind.TimedOut or DriverErrorKind.Denied => (TestbedServer.Endless, JobPhase.PreCopy),
            _ => (TestbedServer.Idle, JobPhase.Queued),
        };
        var testbed = await LibvirtTestbed.OpenAsync([server]);
        _arranged.Add(testbed);
        var job = server == TestbedServer.Idle
            ? new MigrationJob(testbed.Servers[0].ToString(), testbed.Servers[0], phase)
            : await testbed.UntilAsync(phase);
        return await ArrangeErrorAsync(kind, testbed, job);
    }

    private static async Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind, LibvirtTestbed testbed, MigrationJob job)
    {
        switch (kind)
        {
            case DriverErrorKind.Unreachable:
                return () => AskAsync("qemu+unix:///system?socket=/nowhere", driver => driver.ListJobsAsync(default));
            case DriverErrorKind.Failed:
                return () => AskAsync(TwoNodes.Source.UriWithoutDomains, driver => driver.ListJobsAsync(default));
            case DriverErrorKind.Denied:
                return () => AskAsync(TwoNodes.Source.ReadOnlyUri, driver => driver.AbortAsync(job, default));
            case DriverErrorKind.TimedOut:
                testbed.HangQemu();
                return () => testbed.Driver.GetStatsAsync(job, default);
            case DriverErrorKind.Refused:
                await testbed.Driver.ForceCompleteAsync(job, default);
                await testbed.UntilAsync(JobPhase.PostCopy);
                return () => testbed.Driver.AbortAsync(job, default);
            default:
                return () => testbed.Driver.ForceCompleteAsync(job, default);
        }
    }

    private static async Task AskAsync(string uri, Func<IMigrationDriver, Task> call)
    {
        await using var driver = DriverTest.New(options => options.Uri = uri);
        await call(driver);
    }
}
