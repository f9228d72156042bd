using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

public class AccessRuleTests
{
    [TestCase("/v2.1/servers", "/v2.1/servers", true)]
    [TestCase("/v2.1/servers", "/v2.1/servers/", false)]
    [TestCase("/v2.1/servers", "/v2x1/servers", false)]
    [TestCase("/v2.1/servers/*", "/v2.1/servers/a1", true)]
    [TestCase("/v2.1/servers/*", "/v2.1/servers/", false)]
    [TestCase("/v2.1/servers/*", "/v2.1/servers/a1/migrations", false)]
    [TestCase("/v2.1/servers/{server_id}/migrations/{id}", "/v2.1/servers/a1/migrations/41", true)]
    [TestCase("/v2.1/servers/{server_id}/migrations", "/v2.1/servers//migrations", false)]
    [TestCase("/v2.1/**", "/v2.1/servers/a1/migrations", true)]
    [TestCase("/v2.1/**", "/v2.1/", true)]
    [TestCase("**/migrations", "/v2.1/servers/a1/migrations", true)]
    [TestCase("**/migrations", "/v2.1/servers/a1/action", false)]
    [TestCase("/{open", "/{open", true)]
    [TestCase("", "", true)]
    [TestCase("", "/", false)]
    public void MatchesPath_Pattern_Decides(string pattern, string path, bool expected) =>
        Assert.That(new AccessRule("compute", "GET", pattern).MatchesPath(path), Is.EqualTo(expected));

    [Test, CancelAfter(10_000)]
    public void MatchesPath_PatternMadeToTakeForEver_DoesNot() =>
        Assert.That(
            new AccessRule("compute", "GET", string.Concat(Enumerable.Repeat("**a", 50))).MatchesPath(new string('a', 2_000) + "b"),
            Is.False);
}
