using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Calls;
using Migrations.Drivers;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Api.ServerMigrations;

[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class StalenessTests : IDisposable
{
    private readonly DriverHealth _driver = new();
    private readonly StoreHealth _store = new();
    private readonly LiveMigrations _live = new(Mock.Of<IMigrationStore>());
    private readonly HttpResponse _response = new DefaultHttpContext().Response;

    public void Dispose() => _live.Dispose();

    [Test]
    public void Answer_WithFreshNumbers_IsNotMarked()
    {
        _driver.Found();

        Mark(new LiveMigration(Given.Migration(), SampledAt: Given.Now));

        Assert.That(_response.Headers, Is.Empty);
    }

    [Test]
    public void Answer_WithAMissedSample_IsMarkedWithTheAgeOfTheOldest()
    {
        _driver.Found();

        Mark(new LiveMigration(Given.Migration(), SampledAt: Given.Now), new LiveMigration(Given.Migration(), SampledAt: Given.Now.AddSeconds(-7), MissedSamples: 3));

        Assert.That(_response.Headers.Warning.ToString(), Is.EqualTo("110 - \"Response is Stale\""));
        Assert.That(_response.Headers.Age.ToString(), Is.EqualTo("7"));
    }

    [Test]
    public async Task Answer_WithoutMigrations_IsAsOldAsTheLastSightOfTheHypervisor()
    {
        await _live.UpdateAsync(_ => new LiveChanges { SeenAt = Given.Now.AddSeconds(-4) }, CancellationToken.None);
        _driver.Lost("no socket");

        Mark();

        Assert.That(_response.Headers.Warning, Is.Not.Empty);
        Assert.That(_response.Headers.Age.ToString(), Is.EqualTo("4"));
    }

    [Test]
    public void Answer_OfWhatAnEarlierRunHasStored_IsAsOldAsItsLastChange()
    {
        _driver.Lost("no socket");

        Mark(new LiveMigration(Given.Migration() with { UpdatedAt = Given.Now.AddSeconds(-30) }));

        Assert.That(_response.Headers.Warning, Is.Not.Empty);
        Assert.That(_response.Headers.Age.ToString(), Is.EqualTo("30"));
    }

    [Test]
    public void Answer_AfterTheClockWasSetBack_IsOfNoNegativeAge()
    {
        _driver.Lost("no socket");

        Mark(new LiveMigration(Given.Migration(), SampledAt: Given.Now.AddDays(1)));

        Assert.That(_response.Headers.Warning, Is.Not.Empty);
        Assert.That(_response.Headers.Age.ToString(), Is.EqualTo("0"));
    }

    [Test]
    public void Answer_WhileNothingCanBeStored_IsMarkedWithItsAge()
    {
        _driver.Found();
        _store.Lost("the disk is full");

        Mark(new LiveMigration(Given.Migration(), SampledAt: Given.Now.AddSeconds(-9)));

        Assert.That(_response.Headers.Warning, Is.Not.Empty);
        Assert.That(_response.Headers.Age.ToString(), Is.EqualTo("9"));
    }

    private void Mark(params LiveMigration[] shown) =>
        new Staleness(_driver, _store, _live, new FakeTimeProvider(Given.Now)).Mark(_response, shown);
}
