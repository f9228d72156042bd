using Migrations.Api.Identity;
using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Language;

public class CheckTests
{
    private static readonly Caller Member = new("u1", "p1", ["Member", "reader"])
    {
        UserDomainId = "d1",
        ProjectDomainId = "d2",
        Service = new Caller("u2", "p2", ["service"]),
    };

    [TestCase("role:member", true)]
    [TestCase("role:READER", true)]
    [TestCase("role:admin", false)]
    [TestCase("role:%(project_id)s", false)]
    [TestCase("project_id:%(project_id)s", true)]
    [TestCase("project_id:p1", true)]
    [TestCase("project_id:P1", false)]
    [TestCase("project_id:p%(project_id)s", false)]
    [TestCase("project_id:%(project_id)s1", false)]
    [TestCase("user_id:u1", true)]
    [TestCase("user_id:%(project_id)s", false)]
    [TestCase("user_domain_id:d1 and project_domain_id:d2", true)]
    [TestCase("user.domain.id:d1", true)]
    [TestCase("domain_id:None and system_scope:None", true)]
    [TestCase("not system_scope:all", true)]
    [TestCase("is_admin_project:True", true)]
    [TestCase("roles:Member", true)]
    [TestCase("roles:member", false)]
    [TestCase("service_roles:service and service_user_id:u2 and service_project_id:p2", true)]
    [TestCase("'p1':%(project_id)s", true)]
    [TestCase("\"p2\":%(project_id)s", false)]
    [TestCase("1:1", true)]
    [TestCase("None:%(project_id)s", false)]
    [TestCase("role:member and role:reader", true)]
    [TestCase("role:member and role:admin", false)]
    [TestCase("role:admin or role:reader", true)]
    [TestCase("not role:admin", true)]
    [TestCase("not role:member", false)]
    [TestCase("@", true)]
    [TestCase("!", false)]
    [TestCase("rule:known", true)]
    [TestCase("not rule:known", false)]
    public void Decide_WhatCanBeKnown_IsTrueOrFalse(string rule, bool expected) =>
        Assert.That(Decide(rule, Member, "p1"), Is.EqualTo(expected));

    [TestCase("rule:undefined")]
    [TestCase("not rule:undefined")]
    [TestCase("not not rule:undefined")]
    [TestCase("role:member and not rule:undefined")]
    [TestCase("role:admin or not rule:undefined")]
    [TestCase("user_id:%(user_id)s")]
    [TestCase("not user_id:%(user_id)s")]
    [TestCase("not 'x':%(instance_uuid)s")]
    [TestCase("not role:%(role)s")]
    public void Decide_WhatCannotBeKnown_StaysUnknownUnderNot(string rule) =>
        Assert.That(Decide(rule, Member, "p1"), Is.Null);

    [TestCase("role:member or rule:undefined", true)]
    [TestCase("rule:undefined or role:member", true)]
    [TestCase("role:admin and rule:undefined", false)]
    [TestCase("not (role:admin and rule:undefined)", true)]
    public void Decide_WhereTheUnknownDoesNotMatter_IsDecided(string rule, bool expected) =>
        Assert.That(Decide(rule, Member, "p1"), Is.EqualTo(expected));

    [Test]
    public void Decide_TargetWithoutProject_IsNoProjectOfACallerWithoutProject()
    {
        var unscoped = Member with { ProjectId = null };
        Assert.Multiple(() =>
        {
            Assert.That(Decide("project_id:%(project_id)s", unscoped, null), Is.Null);
            Assert.That(Decide("project_id:%(project_id)s", unscoped, "p1"), Is.False);
        });
    }

    private static bool? Decide(string rule, Caller caller, string? project)
    {
        var rules = new RuleSet([new DefinedRule("known", CheckParser.Parse("role:member"))]);
        return CheckParser.Parse(rule).Decide(new PolicyQuery(rules, caller, project, new Decision[1]));
    }
}
