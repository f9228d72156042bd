using Microsoft.Extensions.Time.Testing;
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
        var clock = new FakeTimeProvider();
        using var watcher = new PolicyWatcher(policy, clock);
        await watcher.StartAsync(cancellationToken);

        folder.With("policy.yaml", $"\"{PolicyRules.List}\": '@'");
        Assert.That(policy.Allows(PolicyRules.List, CallerWith("member"), Project), Is.False);
        while (!policy.Allows(PolicyRules.List, CallerWith("member"), Project))
        {
            cancellationToken.ThrowIfCancellationRequested();
            clock.Advance(PolicyWatcher.Interval);
            await Task.Yield();
        }
        await watcher.StopAsync(cancellationToken);
    }
}
