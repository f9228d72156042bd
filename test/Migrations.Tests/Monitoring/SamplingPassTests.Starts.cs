using Migrations.Drivers;
using Migrations.Tests.Starts;
using Moq;

namespace Migrations.Tests.Monitoring;

public sealed partial class SamplingPassTests
{
    [Test]
    public async Task Pass_WithAMigrationThatAwaitsItsJob_LooksForNoEndAndMissesNothing([Values] bool isReachable)
    {
        _live.Dispose();
        _live = GivenStart.Published(_store, GivenStart.Start() with { CheckedAt = Given.Now, CalledAt = Given.Now });
        Remake();
        Jobs();
        if (!isReachable)
            _driver.Setup(driver => driver.ListJobsAsync(It.IsAny<CancellationToken>()))
                .ThrowsAsync(new MigrationDriverException(DriverErrorKind.Unreachable, "it is away"));

        await _pass.RunAsync(Patience, CancellationToken.None);

        var known = _live.Current.Migrations.Single();
        Assert.That((known.AwaitsItsJob, known.MissedSamples), Is.EqualTo((true, 0)));
        _driver.Verify(driver => driver.GetEndAsync(It.IsAny<Guid>(), It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);
    }
}
