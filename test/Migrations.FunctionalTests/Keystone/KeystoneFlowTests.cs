using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Golden;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Keystone;

/// <summary>The whole flow with a real Keystone: clients authenticate there, and the service asks it about their tokens.</summary>
[Category("Keystone")]
public sealed class KeystoneFlowTests
{
    private const string RecordedProject = "6f70656e737461636b20342065766572";
    private const string Server = "5f5a1e00-0000-4000-8000-000000000016";
    private const string Migration = "41";

    private readonly TemporaryFolder _folder = new();
    private RealKeystone _keystone = null!;
    private FrozenService _service = null!;
    private string _admin = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        RealKeystone.Require();
        var port = LoopbackPort.Free();
        _keystone = await RealKeystone.CreateAsync($"http://127.0.0.1:{port}/v2.1");
        (_admin, var project) = await _keystone.LogInAsync("admin", "work");
        var recorded = await File.ReadAllTextAsync(Path.Combine(GoldenFolders.Own, "scenario.json"));
        await File.WriteAllTextAsync(_folder.File("scenario.json"), recorded.Replace(RecordedProject, project, StringComparison.Ordinal));
        _service = new FrozenService(new Dictionary<string, string>
        {
            ["Auth:Mode"] = "keystone",
            ["Auth:Keystone:Url"] = _keystone.Url,
            ["Auth:Keystone:Username"] = "migrations",
            ["Auth:Keystone:Password"] = RealKeystone.PasswordOf("migrations"),
        }, _folder.File("scenario.json"), port);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _service?.Dispose();
        if (_keystone is not null)
            await _keystone.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase("admin", "work", 200)]
    [TestCase("manager", "work", 403)]
    [TestCase("member", "work", 403)]
    [TestCase("reader", "work", 403)]
    [TestCase("outsider", "other", 404)]
    public async Task List_ByUser_IsWhatTheDefaultPolicySays(string user, string project, int status)
    {
        var (token, _) = await _keystone.LogInAsync(user, project);
        Assert.That((await ListAsync(token)).Status, Is.EqualTo(status));
    }

    [Test]
    public async Task List_Garbage_IsRefusedWithTheWayToKeystone()
    {
        var answer = await ListAsync("garbage");
        Assert.Multiple(() =>
        {
            Assert.That(answer.Status, Is.EqualTo(401));
            Assert.That(answer.Header("WWW-Authenticate"), Is.EqualTo($"Keystone uri=\"{_keystone.Url}\""));
            Assert.That(answer.Text, Is.EqualTo(
                """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}"""));
        });
    }

    [Test]
    public async Task List_RevokedToken_WorksOnlyWhileItIsRemembered()
    {
        var (known, _) = await _keystone.LogInAsync("admin", "work");
        await ListAsync(known);
        await _keystone.RevokeAsync(known);
        Assert.That((await ListAsync(known)).Status, Is.EqualTo(200));

        var (unknown, _) = await _keystone.LogInAsync("admin", "work");
        await _keystone.RevokeAsync(unknown);
        Assert.That((await ListAsync(unknown)).Status, Is.EqualTo(401));
    }

    [Test]
    public async Task List_ExpiredToken_WorksOnlyForAService()
    {
        var expired = await _keystone.ExpiredTokenAsync("admin", "work");
        var (service, _) = await _keystone.LogInAsync("migrations", "service");
        var (plain, _) = await _keystone.LogInAsync("member", "work");
        Assert.Multiple(async () =>
        {
            Assert.That((await ListAsync(expired)).Status, Is.EqualTo(401));
            Assert.That((await ListAsync(expired, ("X-Service-Token", plain))).Status, Is.EqualTo(401));
            Assert.That((await ListAsync(expired, ("X-Service-Token", service))).Status, Is.EqualTo(200));
            Assert.That((await ListAsync(_admin, ("X-Service-Token", expired))).Status, Is.EqualTo(401));
        });
    }

    [Test]
    public async Task List_KeystoneStoppedAndBack_KnownTokensWorkThroughout()
    {
        await ListAsync(_admin);
        var (unknown, _) = await _keystone.LogInAsync("admin", "work");
        await _keystone.StopAsync();
        var known = await ListAsync(_admin);
        var refused = await ListAsync(unknown);
        await _keystone.StartAsync();

        Assert.That((known.Status, refused.Status), Is.EqualTo((200, 503)));
        Assert.That(JsonNode.Parse(refused.Body)!["serviceUnavailable"]!["message"]!.GetValue<string>(),
            Is.EqualTo("The Keystone service is temporarily unavailable."));
        await Eventually.SeesAsync("Keystone is asked again", async () => (await ListAsync(unknown)).Status, status => status == 200);
    }

    [Test]
    public async Task OpenStackCommand_AbortThroughTheCatalog_WorksForAnAdministrator()
    {
        var (exit, output) = await AbortAsync("admin");
        GoldenSeed.Restore(_service.Database);
        Assert.That((exit, output), Is.EqualTo((0, "")));
    }

    [Test]
    public async Task OpenStackCommand_AbortByAMember_IsRefusedWithTheNameOfTheRule()
    {
        var (exit, output) = await AbortAsync("member");
        Assert.That(exit, Is.Not.Zero);
        Assert.That(output, Does.Contain("Policy doesn't allow os_compute_api:servers:migrations:delete to be performed.")
            .And.Contain("403"));
    }

    private Task<RawAnswer> ListAsync(string token, params (string Name, string Value)[] headers) =>
        _service.SendAsync(new RawRequest("GET", $"/v2.1/servers/{Server}/migrations")
        {
            Headers = [("X-Auth-Token", token), ("OpenStack-API-Version", "compute 2.80"), .. headers],
        });

    private Task<(int Exit, string Output)> AbortAsync(string user)
    {
        const string openstack = "/usr/bin/openstack";
        Requirement.Program(openstack, "python3-openstackclient");
        return Tool.RunAsync(
            openstack,
            ["--os-compute-api-version", "2.80", "server", "migration", "abort", Server, Migration],
            new Dictionary<string, string>
            {
                ["OS_AUTH_URL"] = $"{_keystone.Url}/v3",
                ["OS_REGION_NAME"] = "host1",
                ["OS_USERNAME"] = user,
                ["OS_PASSWORD"] = RealKeystone.PasswordOf(user),
                ["OS_PROJECT_NAME"] = "work",
                ["OS_USER_DOMAIN_NAME"] = "Default",
                ["OS_PROJECT_DOMAIN_NAME"] = "Default",
                ["PYTHONWARNINGS"] = "ignore",
            });
    }
}
