using Migrations.Api.Identity;
using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Language;

/// <summary>Every name of an attribute of the caller, against the attribute that it means.</summary>
public sealed class CredentialTests
{
    private static readonly Caller Whole = new("user", "project", ["role-1", "role-2"])
    {
        UserDomainId = "user-domain",
        ProjectDomainId = "project-domain",
        DomainId = "domain",
        SystemScope = "system",
        IsAdminProject = false,
        Service = new Caller("service", "service-project", ["service-role"])
        {
            UserDomainId = "service-domain",
            ProjectDomainId = "service-project-domain",
        },
    };

    [TestCase("user_id", "user")]
    [TestCase("user.id", "user")]
    [TestCase("user_domain_id", "user-domain")]
    [TestCase("user.domain.id", "user-domain")]
    [TestCase("project_id", "project")]
    [TestCase("project.id", "project")]
    [TestCase("project_domain_id", "project-domain")]
    [TestCase("project.domain.id", "project-domain")]
    [TestCase("domain_id", "domain")]
    [TestCase("domain.id", "domain")]
    [TestCase("system_scope", "system")]
    [TestCase("is_admin_project", "False")]
    [TestCase("roles", "role-2")]
    [TestCase("roles.name", "role-1")]
    [TestCase("service_user_id", "service")]
    [TestCase("service_user_domain_id", "service-domain")]
    [TestCase("service_project_id", "service-project")]
    [TestCase("service_project_domain_id", "service-project-domain")]
    [TestCase("service_roles", "service-role")]
    public void Credential_OfThisName_IsThatAttributeOfTheCaller(string name, string value)
    {
        Assert.That(Decide($"{name}:{value}", Whole), Is.True);
        Assert.That(Decide($"{name}:{value}x", Whole), Is.False);
    }

    [TestCase("user_id")]
    [TestCase("service_user_id")]
    [TestCase("service_project_id")]
    [TestCase("service_user_domain_id")]
    [TestCase("service_project_domain_id")]
    public void Credential_ThatTheCallerLacks_IsNone(string name) =>
        Assert.That(Decide($"{name}:None", new Caller(null, null, [])), Is.True);

    [Test]
    public void Roles_OfNoService_AreNone() => Assert.That(Decide("service_roles:None", new Caller(null, null, [])), Is.False);

    private static bool? Decide(string rule, Caller caller) =>
        CheckParser.Parse(rule).Decide(new PolicyQuery(new RuleSet([]), caller, null, []));
}
