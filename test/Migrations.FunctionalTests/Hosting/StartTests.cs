using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;

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
    public async Task Help_ListsEverySettingAndStartsNothing()
    {
        using var service = new ServiceProcess("--help");

        Assert.That(await service.ExitAsync(), Is.Zero);
        Assert.That(service.Output, Does.Contain("--Database:Path").And.Contain("--Monitoring:Interval").And.Not.Contain("Address "));
    }

    [TestCase("--Drivr=fake", "--Drivr is not a setting. --help lists them.")]
    [TestCase("--Driver=xen", "Driver=xen: choose ")]
    [TestCase("--Auth:Mode=ldap", "Auth:Mode=ldap: choose ")]
    [TestCase("--Urls=http://0.0.0.0:0", "Urls=http://0.0.0.0:0: everybody who reaches it would be administrator")]
    [TestCase("--Monitoring:Interval=00:00:00", "Monitoring:Interval=00:00:00: give a time from ")]
    [TestCase("--Monitoring:Interval=soon", "'soon' at 'Monitoring:Interval'")]
    [TestCase("--Fake:Speed=-1", "Fake:Speed: must be from ")]
    [TestCase("--Fake:Speed=abc", "'abc' at 'Fake:Speed'")]
    [TestCase("--Fake:Scenario=/nowhere.json", "/nowhere.json: cannot be read")]
    [TestCase("--Database:Path=/nowhere/migrations.db", "/nowhere/migrations.db")]
    [TestCase("--Otlp:Endpoint=nowhere", "Otlp:Endpoint=nowhere: give an address such as ")]
    public async Task Start_WithABadSetting_ExplainsItInOneLineAndFails(string argument, string explanation)
    {
        using var service = argument.StartsWith("--Database", StringComparison.Ordinal) || argument.StartsWith("--Urls", StringComparison.Ordinal)
            ? new ServiceProcess("--Urls=http://127.0.0.1:0", $"--Database:Path={_folder.File("migrations.db")}", argument)
            : Start(argument);

        Assert.That(await service.ExitAsync(), Is.Not.Zero, service.Output);
        var complaint = service.Output.Split('\n')[^1];
        Assert.That(complaint, Does.Contain(explanation));
        Assert.That(service.Output, Does.Not.Contain("   at "));
    }

    [Test]
    public async Task Start_OnAPortInUse_SaysSoInOneLine()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        using var service = new ServiceProcess($"--Urls=http://127.0.0.1:{port}", $"--Database:Path={_folder.File("migrations.db")}");

        Assert.That(await service.ExitAsync(), Is.EqualTo(1));
        Assert.That(service.Output.Split('\n')[^1], Does.Contain($"127.0.0.1:{port}").And.Contain("address already in use").And.Contain("--Urls"));
        Assert.That(service.Output, Does.Not.Contain("   at "));
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
