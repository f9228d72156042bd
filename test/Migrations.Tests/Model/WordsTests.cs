using Migrations.Convergence;
using Migrations.Drivers;

namespace Migrations.Tests.Model;

/// <summary>Every word of the lists that bodies, metrics and the database share. A changed word breaks clients and stored rows.</summary>
public sealed class WordsTests
{
    [Test]
    public void Words_OfEveryList_AreTheDocumentedOnes()
    {
        Assert.Multiple(() =>
        {
            Expect<EndReason>(reason => reason.WireName, "aborted cancelled_at_hypervisor failed not_migrated unknown post_copy_lost");
            Expect<ServerState>(state => state.WireName, "active paused suspended stopped error");
            Expect<CommandKind>(kind => kind.WireName, "force_complete abort");
            Expect<CommandOutcome>(outcome => outcome.WireName, "pending done refused too_late unreachable");
            Expect<ForceCompleteMeans>(means => means.WireName, "post_copy pause");
            Expect<MigrationEventKind>(kind => kind.WireName, "seen status verdict command_accepted command_settled ended policy");
            Expect<DiskCopy>(copy => copy.WireName, "auto none all");
            Expect<TimeLeftKind>(kind => kind.WireName, "estimate at_least");
            Expect<JobPhase>(phase => phase.WireName, "queued preparing storage pre_copy post_copy post_copy_broken finishing aborting");
            Expect<DriverErrorKind>(kind => kind.WireName, "unreachable timed_out no_such_job not_yet refused denied failed");
        });
        Assert.That(MigrationStatuses.All.Select(status => status.WireName), Is.EqualTo(new[]
        {
            "accepted", "queued", "preparing", "running", "running (post-copy)", "post-migrating", "completed", "failed", "error", "cancelled",
        }));
    }

    [Test]
    public void Reason_OfEveryWord_IsFoundAndOfNoOther()
    {
        foreach (var reason in Enum.GetValues<EndReason>())
            Assert.That(EndReasons.FromWireName(reason.WireName), Is.EqualTo(reason));
        Assert.That(EndReasons.FromWireName("Aborted"), Is.Null);
    }

    [Test]
    public void State_OfEveryWord_IsFoundAndOfNoOther()
    {
        foreach (var state in Enum.GetValues<ServerState>())
            Assert.That(ServerStates.FromWireName(state.WireName), Is.EqualTo(state));
        Assert.That(ServerStates.FromWireName("ACTIVE"), Is.Null);
    }

    private static void Expect<T>(Func<T, string> word, string words) where T : struct, Enum =>
        Assert.That(Enum.GetValues<T>().Select(word), Is.EqualTo(words.Split(' ')));
}
