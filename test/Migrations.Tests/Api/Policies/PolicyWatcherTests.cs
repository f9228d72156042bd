using Migrations.Api.Policies;
using static Migrations.Tests.Api.Policies.PolicyFolder;

namespace Migrations.Tests.Api.Policies;

public class PolicyWatcherTests
{
    [Test, CancelAfter(30_000)]
    public async Task Watch_FileChanges_TakenOverAtTheNextLook(CancellationToken cancellationToken)
    {
        using var folder = new PolicyFolder();
        var lines = new JournalOfLines();
        var policy = folder.Enforcer(log: new PolicyLog(lines));
        var clock = new SteppedClock();
        using var watcher = new PolicyWatcher(policy, clock);
        await watcher.StartAsync(cancellationToken);

        folder.With("policy.yaml", $"\"{PolicyRules.List}\": '@'");
        Assert.That(policy.Allows(PolicyRules.List, CallerWith("member"), Project), Is.False);
        await clock.StepAsync(PolicyWatcher.Interval);
        // A look that has begun is not broken off.
        await watcher.StopAsync(cancellationToken);
        Assert.That(policy.Allows(PolicyRules.List, CallerWith("member"), Project), Is.True);
    }
}
