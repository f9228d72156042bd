using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Drivers;
using Migrations.Drivers.Fake;

namespace Migrations.Tests.Drivers.Fake;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class FakeServicesTests
{
    private readonly FakeTimeProvider _clock = new();

    [Test]
    public async Task AddFakeDriver_NoOptions_IsTheBuiltInScenario()
    {
        var driver = Resolve([]);
        _clock.Advance(TimeSpan.FromSeconds(3));

        Assert.That(driver.Capabilities, Is.EqualTo(new DriverCapabilities("fake")));
        Assert.That(await driver.ListJobsAsync(default), Has.Some.Property(nameof(MigrationJob.Phase)).EqualTo(JobPhase.PreCopy));
    }

    [Test]
    public async Task AddFakeDriver_Faster_MovesFaster()
    {
        var driver = Resolve(new() { ["Fake:Speed"] = "20" });
        _clock.Advance(TimeSpan.FromSeconds(1));

        var job = (await driver.ListJobsAsync(default))[0];
        var stats = await driver.GetStatsAsync(job, default);

        Assert.That(stats.Elapsed, Is.GreaterThan(TimeSpan.FromSeconds(19)));
    }

    [Test]
    public async Task AddFakeDriver_Started_IsAJobOfTheSameWorld()
    {
        var services = Services([]);
        var starter = services.GetRequiredKeyedService<IMigrationStarter>(SupervisedDriver.Supervised);
        var driver = services.GetRequiredKeyedService<IMigrationDriver>(SupervisedDriver.Supervised);
        var idle = (await driver.ListServersAsync(default)).Single(server => server.Name == "idle-1");
        var order = new StartOrder(idle.Uuid, Guid.NewGuid(), null, false, DiskCopy.Auto);

        await starter.StartAsync(order, await starter.CheckAsync(order, default), default);

        Assert.That(await driver.ListJobsAsync(default), Has.One.Property(nameof(MigrationJob.Id)).EqualTo(starter.JobIdOf(order)));
    }

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("1001")]
    [TestCase("NaN")]
    public void AddFakeDriver_SpeedIsWrong_SaysSo(string speed) =>
        Assert.That(() => Resolve(new() { ["Fake:Speed"] = speed }), Throws.TypeOf<OptionsValidationException>()
            .With.Message.StartsWith("Speed: "));

    [Test]
    public void AddFakeDriver_NoSuchScenario_SaysSo() =>
        Assert.That(() => Resolve(new() { ["Fake:Scenario"] = "no-such-file.json" }), Throws.TypeOf<OptionsValidationException>()
            .With.Message.StartsWith("Scenario: there is no such file"));

    private IMigrationDriver Resolve(Dictionary<string, string?> settings) =>
        Services(settings).GetRequiredKeyedService<IMigrationDriver>(SupervisedDriver.Supervised);

    private ServiceProvider Services(Dictionary<string, string?> settings) => new ServiceCollection()
        .AddLogging()
        .AddSingleton<TimeProvider>(_clock)
        .AddFakeDriver(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Fake"))
        .BuildServiceProvider();
}
