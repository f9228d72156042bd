using Microsoft.Extensions.Logging.Abstractions;
using Migrations.Api.Hosting;
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
        using var hangup = new Hangup(NullLogger<Hangup>.Instance);
        using var watcher = new PolicyWatcher(policy, clock, hangup);
        await watcher.StartAsync(cancellationToken);

        folder.With("policy.yaml", $"\"{PolicyRules.List}\": '@'");
        Assert.That(policy.Allows(PolicyRules.List, CallerWith("member"), Project), Is.False);
        await clock.StepAsync(PolicyWatcher.Interval);
        // The next wait begins when the look is over.
        await clock.ArmedAsync(PolicyWatcher.Interval);
        Assert.That(policy.Allows(PolicyRules.List, CallerWith("member"), Project), Is.True);
    }

    [Test, CancelAfter(30_000)]
    public async Task Watch_Hangup_LooksAtOnce(CancellationToken cancellationToken)
    {
        using var folder = new PolicyFolder();
        var policy = folder.Enforcer(log: new PolicyLog(new JournalOfLines()));
        var clock = new SteppedClock();
        using var hangup = new Hangup(NullLogger<Hangup>.Instance);
        using var watcher = new PolicyWatcher(policy, clock, hangup);
        await watcher.StartAsync(cancellationToken);
        await clock.ArmedAsync(PolicyWatcher.Interval);

        folder.With("policy.yaml", $"\"{PolicyRules.List}\": '@'");
        hangup.Receive();

        await Eventually.SeesAsync("the new rule",
            () => Task.FromResult(policy.Allows(PolicyRules.List, CallerWith("member"), Project)), isAllowed => isAllowed);
    }
}
