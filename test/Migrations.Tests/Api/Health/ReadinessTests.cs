using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Health;
using Migrations.Decisions;
using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Moq;

namespace Migrations.Tests.Api.Health;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ReadinessTests
{
    private readonly DriverHealth _driver = new();
    private readonly StoreHealth _store = new();
    private readonly Mock<IMigrationDriver> _port = new();
    private readonly DriverNews _news;
    private readonly LiveMigrations _live = Given.Published(new Mock<IMigrationStore>(), Given.Server(), Given.Migration());
    private readonly Readiness _readiness;

    public ReadinessTests()
    {
        _driver.Found();
        _news = new DriverNews(_port.Object, new MonitoringJournal(new LogLines<MonitoringJournal>()), new FakeTimeProvider());
        _readiness = new Readiness(_driver, _news, _store, _live);
    }

    [TearDown]
    public void End() => _live.Dispose();

    [Test]
    public async Task Now_NothingIsWrong_IsHealthy() => Assert.That(await ReadAsync(), Is.EqualTo((200,
        """{"status":"Healthy","checks":{"hypervisor":{"status":"Healthy","reason":null},"database":{"status":"Healthy","reason":null}}}""")));

    [Test]
    public void Now_NothingHasChanged_IsTheSameAnswer() => Assert.That(new HashSet<object> { _readiness.Now(), _readiness.Now() }, Has.Count.EqualTo(1));

    [Test]
    public async Task Now_HypervisorIsLost_IsUnhealthyUntilItIsBack()
    {
        _driver.Lost("libvirtd is gone.");
        Assert.That(await CheckAsync("hypervisor"), Is.EqualTo((503, "Unhealthy", "libvirtd is gone.")));

        _driver.Found();
        Assert.That(await CheckAsync("hypervisor"), Is.EqualTo((200, "Healthy", (string?)null)));
    }

    [Test]
    public async Task Now_DatabaseIsLost_IsUnhealthyUntilItIsBack()
    {
        _store.Lost("The disk is full.");
        Assert.That(await CheckAsync("database"), Is.EqualTo((503, "Unhealthy", "The disk is full.")));

        _store.Found();
        Assert.That(await CheckAsync("database"), Is.EqualTo((200, "Healthy", (string?)null)));
    }

    [Test]
    public async Task Now_DriverReportsNoNews_IsDegraded()
    {
        _port.Setup(port => port.WaitForNewsAsync(It.IsAny<CancellationToken>())).ThrowsAsync(new MigrationDriverException(DriverErrorKind.Failed, "No events."));
        using var enough = new CancellationTokenSource();
        var wait = _news.WaitAsync(TimeSpan.FromSeconds(1), enough.Token);

        Assert.That(await CheckAsync("hypervisor"), Is.EqualTo((200, "Degraded",
            "The driver reports no news; changes are found by polling only. No events.")));
        await enough.CancelAsync();
        Assert.That(async () => await wait, Throws.InstanceOf<OperationCanceledException>());
    }

    [Test]
    public async Task Now_MigrationCannotBeRead_IsDegradedWithTheReason()
    {
        await _live.UpdateAsync(snapshot => new LiveChanges
        {
            Migrations = [.. snapshot.Migrations.Select(known => MigrationMonitor.Miss(known, "QEMU hangs."))],
        }, CancellationToken.None);

        Assert.That(await CheckAsync("hypervisor"), Is.EqualTo((200, "Degraded",
            "1 of 1 migrations cannot be read, such as 7. QEMU hangs.")));
    }

    private async Task<(int Status, string Check, string? Reason)> CheckAsync(string name)
    {
        var (status, body) = await ReadAsync();
        var check = JsonDocument.Parse(body).RootElement.GetProperty("checks").GetProperty(name);
        return (status, check.GetProperty("status").GetString()!, check.GetProperty("reason").GetString());
    }

    private async Task<(int Status, string Body)> ReadAsync()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await _readiness.Now().ExecuteAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
