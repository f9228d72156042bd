using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>What an operator sees who starts the service, rightly and wrongly.</summary>
public sealed class StartTests
{
    private TemporaryFolder _folder = null!;

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Start_WithoutSettings_TellsWhereItIsAndWhatToTry()
    {
        using var service = Start();
        var address = await service.AddressAsync();

        Assert.That(address.IsLoopback, Is.True);
        Assert.That(service.Output, Does.Contain("Driver    fake").And.Contain(_folder.File("migrations.db")));
    }

    [Test]
    public async Task FirstStart_WithANewDatabase_PrintsCallsThatWorkWhenPasted()
    {
        using var service = Start();
        var address = await service.AddressAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("OpenStack-API-Version", "compute 2.80");
        MatchCollection Calls() => Regex.Matches(service.Output, $"^  curl .* ({address}v2.1/servers/[^/]+/migrations)(/[0-9]+)?(/action)?$", RegexOptions.Multiline);

        await Eventually.IsTrueAsync("three calls to paste", () => Calls().Count == 3);

        var (list, force, abort) = (Calls()[0], Calls()[1], Calls()[2]);
        Assert.That(await client.GetStringAsync(new Uri(list.Groups[1].Value)), Does.Match($"\"id\": ?{force.Groups[2].Value[1..]},"));
        using var body = new StringContent("{\"force_complete\": null}", null, "application/json");
        Assert.That((await client.PostAsync(new Uri(force.Groups[1].Value + force.Groups[2].Value + "/action"), body)).StatusCode,
            Is.EqualTo(HttpStatusCode.Accepted));
        Assert.That((await client.DeleteAsync(new Uri(abort.Groups[1].Value + abort.Groups[2].Value))).StatusCode,
            Is.EqualTo(HttpStatusCode.Accepted));
    }

    [Test]
    public async Task Help_ListsEverySettingAndStartsNothing()
    {
        using var service = new ServiceProcess("--help");

        Assert.That(await service.ExitAsync(), Is.Zero);
        Assert.That(service.Output, Does.Contain("--Database:Path").And.Contain("--Monitoring:Interval").And.Not.Match("(?m)^Address "));
    }

    [Test]
    public async Task Version_IsThatOfTheBuild()
    {
        using var service = new ServiceProcess("--version");

        Assert.That(await service.ExitAsync(), Is.Zero);
        Assert.That(service.Output, Is.EqualTo($"Migrations {typeof(Program).Assembly.GetName().Version!.ToString(3)}"));
    }

    [Test]
    public async Task CheckSettings_PrintsWhereEachComesFromAndStartsNothing()
    {
        using var service = Start("--check-settings", "--Auth:Keystone:Password=s3cret");

        Assert.That(await service.ExitAsync(), Is.Zero);
        Assert.That(service.Output, Does.Match(@"Auth:Keystone:Password +\*\*\* +\(command line\)")
            .And.Match(@"Monitoring:Interval +500ms +\(default\)").And.Not.Contain("s3cret").And.Not.Contain("Address "));
        Assert.That(File.Exists(_folder.File("migrations.db")), Is.False);
    }

    [Test]
    public async Task CheckSettings_WithMistakes_PrintsThemAll()
    {
        using var service = Start("--check-settings", "--Driver=xen", "--Fake:Speed=0");

        Assert.That(await service.ExitAsync(), Is.EqualTo(2));
        Assert.That(service.Output.Split('\n'), Is.EqualTo(new[]
        {
            "Driver=xen (command line): write fake or libvirt.",
            "Fake:Speed=0 (command line): write a number from 0.001 to 1000.",
        }));
    }

    [Test]
    public async Task Stop_BySigterm_EndsWithinTheTimeAndWithoutFailure()
    {
        using var service = Start();
        await service.AddressAsync();

        Signals.Terminate(service.ProcessId);

        Assert.That(await service.ExitAsync(), Is.Zero, service.Output);
    }

    [Test]
    public async Task Sighup_ReadsThePolicyAgainAndEndsNothing()
    {
        using var service = Start();
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

        Signals.HangUp(service.ProcessId);

        await service.PrintsAsync("SIGHUP: the policy and the certificate are read again");
        Assert.That((await client.GetAsync(new Uri("/healthz/live", UriKind.Relative))).IsSuccessStatusCode, Is.True);
        Signals.Terminate(service.ProcessId);
        Assert.That(await service.ExitAsync(), Is.Zero, service.Output);
    }

    [Test]
    public async Task Kill_InMidMigration_LosesNeitherIdsNorProgress()
    {
        Dictionary<long, string> before;
        using (var service = Start())
        {
            before = await Eventually.SeesAsync("migrations", () => UnfinishedAsync(service), unfinished => unfinished.Count > 0);
            service.Kill();
            await service.ExitAsync();
        }

        using var again = Start();
        var after = await UnfinishedAsync(again);

        Assert.That(before.Where(known => after.ContainsKey(known.Key)), Is.Not.Empty);
        Assert.That(before.Where(known => after.TryGetValue(known.Key, out var uuid) && uuid != known.Value), Is.Empty);
    }

    /// <summary>The UUIDs of the migrations in progress, by their ids.</summary>
    private static async Task<Dictionary<long, string>> UnfinishedAsync(ServiceProcess service)
    {
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        client.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.80");
        return JsonNode.Parse(await client.GetStringAsync(new Uri("/v2.1/os-migrations", UriKind.Relative)))!["migrations"]!.AsArray()
            .Where(migration => migration!["links"] is not null)
            .ToDictionary(migration => (long)migration!["id"]!, migration => (string)migration!["uuid"]!);
    }

    private ServiceProcess Start(params string[] arguments) =>
        new(["--Urls=http://127.0.0.1:0", $"--Database:Path={_folder.File("migrations.db")}", .. arguments]);
}
