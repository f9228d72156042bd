using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Monitoring;

public sealed class StartupReconcilerTests
{
    [Test]
    public void Start_ThatIsStoppedWhileTheHypervisorDoesNotAnswer_EndsAsStoppedAndNotAsFailed()
    {
        var (store, driver, journal) = (new Mock<IMigrationStore>(), new Mock<IMigrationDriver>(), new LogLines<MonitoringJournal>());
        using var live = Given.Published(store, Given.Server(), Given.Migration());
        using var telemetry = new MigrationsTelemetry();
        using var stop = new CancellationTokenSource();
        driver.Setup(port => port.ListJobsAsync(It.IsAny<CancellationToken>())).Callback(stop.Cancel)
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.TimedOut, "late"));
        var pass = new SamplingPass(live, store.Object, Mock.Of<ICommandStore>(), driver.Object, new DriverHealth(),
            new DepartedServers(store.Object), Given.Judge, telemetry, new MonitoringJournal(journal), new FakeTimeProvider(Given.Now));
        var reconciler = new StartupReconciler(
            live, pass, new MonitoringJournal(journal), Options.Create(new MonitoringOptions()));
        store.Setup(port => port.Load()).Returns(new StoredMigrations([Given.Server()], [Given.Migration()]));

        Assert.That(() => reconciler.StartAsync(stop.Token), Throws.InstanceOf<OperationCanceledException>());
    }
}
