using Migrations.Drivers;
using Migrations.Live;
using Moq;

namespace Migrations.Tests.Monitoring;

/// <summary>A pass without its hypervisor, or without its store.</summary>
public sealed partial class SamplingPassTests
{
    [Test]
    public async Task Pass_WhenTheHypervisorIsUnreachable_KeepsTheLastValuesAndSaysSo()
    {
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>()))
            .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Unreachable, "no socket"));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_health.LostBecause, Is.EqualTo("no socket"));
        Assert.That(_live.Current.Of(Given.ServerUuid).Single(), Is.EqualTo(new LiveMigration(Given.Migration()) { MissedSamples = 1 }));
    }

    [Test]
    public async Task Pass_WhenTheHypervisorAnswersAgain_SaysSo()
    {
        _health.Lost("no socket");
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy)));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_health.LostBecause, Is.Null);
    }

    [Test]
    public async Task Pass_WhileNothingCanBeStored_KeepsWhatIsShownAndCountsTheMiss()
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy) { Memory = new Transfer(RemainingBytes: 5) }));
        StoreFails(new StoreUnavailableException("the disk is full"));

        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_live.Current.Of(Given.ServerUuid).Single(), Is.EqualTo(new LiveMigration(Given.Migration()) { MissedSamples = 1 }));
        Assert.That(_health.LostBecause, Is.Null);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.DriverBack }));
    }

    [Test]
    public async Task Pass_WhenTheDriverThrowsSomethingUnknown_CountsAsLostAndSaysItOnce()
    {
        _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>())).Throws(new InvalidOperationException("defect"));

        await _pass.RunAsync(Patience, CancellationToken.None);
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_health.LostBecause, Does.Contain("defect"));
        Assert.That(_live.Current.Of(Given.ServerUuid).Single().MissedSamples, Is.EqualTo(2));
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.TickFailed }));
    }

    [Test]
    public async Task Pass_WhoseAnswersCannotBeUsed_SaysItOnce()
    {
        Jobs(Given.Job());
        Stats("job-1", Task.FromResult(new JobStats(JobPhase.PreCopy) { Memory = new Transfer(RemainingBytes: 5) }));
        StoreFails(new InvalidOperationException("defect"));

        for (var tick = 0; tick < 3; tick++)
            await _pass.RunAsync(Patience, CancellationToken.None);
        Assert.That(_health.LostBecause, Does.Contain("defect"));

        StoreFails(null);
        await _pass.RunAsync(Patience, CancellationToken.None);

        Assert.That(_health.LostBecause, Is.Null);
        Assert.That(_log.Ids, Is.EqualTo(new[] { EventIds.TickFailed, EventIds.DriverBack }));
    }
}
