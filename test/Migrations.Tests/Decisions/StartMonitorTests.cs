using CsCheck;
using Migrations.Decisions;
using Migrations.Live;

namespace Migrations.Tests.Decisions;

public sealed class StartMonitorTests
{
    private static readonly Func<LiveMigration, DateTimeOffset, LiveMigration>[] Changes =
    [
        (live, now) => live.Start!.CheckedAt is null ? StartMonitor.Queue(live, new Destination("compute-2"), now) : live,
        (live, now) => live.Start is { CheckedAt: not null, CalledAt: null } ? StartMonitor.Call(live, now) : live,
        (live, _) => StartMonitor.TakeBackCall(live),
        (live, now) => StartMonitor.Adopt(live, "job-1", now),
    ];

    [Test]
    public void Changes_InAnyOrder_NeverLeadBackAndTellOfEveryJob() => Gen.Int[0, Changes.Length - 1].Array[0, 8].Sample(changes =>
    {
        var (live, now) = (Waiting(), Given.Now);
        foreach (var change in changes.TakeWhile(_ => live.AwaitsItsJob).Select(index => Changes[index]))
        {
            var after = change(live, now += TimeSpan.FromSeconds(1));
            if (after.Record.Status < live.Record.Status || (after.Record.Status != live.Record.Status && after.Record.UpdatedAt != now))
                return false;
            live = after;
        }
        return live.AwaitsItsJob || live is { Start: { CheckedAt: not null, CalledAt: not null }, Record.Status: MigrationStatus.Preparing };
    });

    [Test]
    public void Withdrawal_OfAMigration_NamesWhoAskedForIt()
    {
        var record = StartMonitor.Withdraw(Waiting(), Given.Requester, Given.Now).Record;

        Assert.That((record.Status, record.EndReason, record.Reason, record.EndedAt), Is.EqualTo((MigrationStatus.Cancelled,
            (EndReason?)EndReason.Aborted, "Aborted by user alice, request req-1.", (DateTimeOffset?)Given.Now)));
    }

    private static LiveMigration Waiting() => new(Given.Migration(MigrationStatus.Accepted) with { JobId = null })
    {
        Start = Starts.GivenStart.Start(),
    };
}
