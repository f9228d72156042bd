using Migrations.Drivers;
using Migrations.Tests.Drivers;

namespace Migrations.LibvirtTests.Driver;

public sealed class ContractTests : MigrationDriverContract
{
    private readonly List<ContractLab> _arranged = [];

    [OneTimeSetUp]
    public Task StartLab() => TestLab.RequireAsync();

    [TearDown]
    public async Task CloseArranged()
    {
        foreach (var lab in _arranged)
            await lab.DisposeAsync();
        _arranged.Clear();
    }

    protected override async Task<DriverLab> OpenAsync(params LabServer[] servers) => await ContractLab.OpenAsync(servers);

    protected override async Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind)
    {
        var (server, phase) = kind switch
        {
            DriverErrorKind.NotYet => (LabServer.WithDisks, JobPhase.Storage),
            DriverErrorKind.Refused => (LabServer.EndlessPostCopy, JobPhase.PreCopy),
            DriverErrorKind.TimedOut or DriverErrorKind.Denied => (LabServer.Endless, JobPhase.PreCopy),
            _ => (LabServer.Idle, JobPhase.Queued),
        };
        var lab = await ContractLab.OpenAsync([server]);
        _arranged.Add(lab);
        var job = server == LabServer.Idle
            ? new MigrationJob(lab.Servers[0].ToString(), lab.Servers[0], phase)
            : await lab.UntilAsync(phase);
        return await ArrangeErrorAsync(kind, lab, job);
    }

    private static async Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind, ContractLab lab, MigrationJob job)
    {
        switch (kind)
        {
            case DriverErrorKind.Unreachable:
                return () => AskAsync("qemu+unix:///system?socket=/nowhere", driver => driver.ListJobsAsync(default));
            case DriverErrorKind.Failed:
                return () => AskAsync(TestLab.Source.UriWithoutDomains, driver => driver.ListJobsAsync(default));
            case DriverErrorKind.Denied:
                return () => AskAsync(TestLab.Source.ReadOnlyUri, driver => driver.AbortAsync(job, default));
            case DriverErrorKind.TimedOut:
                lab.HangQemu();
                return () => lab.Driver.GetStatsAsync(job, default);
            case DriverErrorKind.Refused:
                await lab.Driver.ForceCompleteAsync(job, default);
                await lab.UntilAsync(JobPhase.PostCopy);
                return () => lab.Driver.AbortAsync(job, default);
            default:
                return () => lab.Driver.ForceCompleteAsync(job, default);
        }
    }

    private static async Task AskAsync(string uri, Func<IMigrationDriver, Task> call)
    {
        await using var driver = LabTest.New(options => options.Uri = uri);
        await call(driver);
    }
}
