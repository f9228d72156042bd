using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public abstract partial class MigrationDriverContract<TDriver>
{
    [Test]
    public async Task WaitForNews_WhoeverLooksOnNewsOnly_SeesAJobFromItsCopyToItsEnd()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        await UntilNewsShowAsync(testbed, async () => (await testbed.FindJobAsync(testbed.Servers[0]))?.Phase == JobPhase.PreCopy);

        await testbed.Driver.ForceCompleteAsync((await testbed.FindJobAsync(testbed.Servers[0]))!, default);

        await UntilNewsShowAsync(testbed, async () => await testbed.FindJobAsync(testbed.Servers[0]) is null);
    }

    [Test]
    public async Task WaitForNews_TheyCameBefore_ReturnsAtOnce()
    {
        await using var testbed = await OpenAsync(TestbedServer.Endless);
        await testbed.UntilAsync(JobPhase.PreCopy);

        var news = testbed.Driver.WaitForNewsAsync(TestEnds);

        Assert.That(news.IsCompletedSuccessfully);
    }

    [Test]
    public async Task WaitForNews_ConnectionIsLostAndRestored_ReturnsBothTimes()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);
        await testbed.LoseAsync();
        await UntilNewsShowAsync(testbed, async () =>
        {
            await Assert.ThatAsync(() => testbed.Driver.ListJobsAsync(default), Errs(DriverErrorKind.Unreachable));
            return true;
        });

        var restored = testbed.Driver.WaitForNewsAsync(TestEnds);
        await testbed.RestoreAsync();

        await Assert.ThatAsync(() => restored, Throws.Nothing);
        await Assert.ThatAsync(() => testbed.Driver.ListJobsAsync(default), Is.Not.Null);
    }

    [Test]
    public async Task WaitForNews_Cancelled_Stops()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);
        using var given = new CancellationTokenSource();
        var news = UntilCancelledAsync(testbed.Driver, given.Token);

        await given.CancelAsync();

        await Assert.ThatAsync(() => news, Throws.InstanceOf<OperationCanceledException>());
    }

    private static async Task UntilCancelledAsync(IMigrationDriver driver, CancellationToken cancellationToken)
    {
        while (true)
            await driver.WaitForNewsAsync(cancellationToken);
    }

    /// <summary>Lets time pass, and looks only when there is news.</summary>
    private static async Task UntilNewsShowAsync(DriverTestbed testbed, Func<Task<bool>> seen)
    {
        do
        {
            await testbed.UntilNewsAsync(testbed.Driver.WaitForNewsAsync(TestEnds));
        }
        while (!await seen());
    }
}
