using Migrations.Api.Policies;
using static Migrations.Tests.Api.Policies.PolicyFolder;

namespace Migrations.Tests.Api.Policies;

public class PolicyAllocationTests
{
    [TestCase("rule:project_reader_or_admin")]
    [TestCase("not role:nobody and (project_id:%(project_id)s or 'x':%(project_id)s) or rule:undefined")]
    public void Allows_AnyRule_AllocatesNothing(string rule)
    {
        using var folder = new PolicyFolder().With("policy.yaml", $"\"{PolicyRules.List}\": \"role:x or {rule}\"");
        var policy = folder.Enforcer();
        var caller = CallerWith("member", "reader");
        Assert.That(policy.Allows(PolicyRules.List, caller, Project), Is.True);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
            policy.Allows(PolicyRules.List, caller, Project);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }
}
