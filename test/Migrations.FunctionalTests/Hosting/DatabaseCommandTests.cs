using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.Hosting;

/// <summary>Backups of a service that goes on working, with the program itself.</summary>
public sealed class DatabaseCommandTests
{
    private TemporaryFolder _folder = null!;

    private string Backup => _folder.File("backup.db");

    private string Database => _folder.File("migrations.db");

    [SetUp]
    public void Begin() => _folder = new TemporaryFolder();

    [TearDown]
    public void End() => _folder.Dispose();

    [Test]
    public async Task Backup_WhileTheServiceWrites_CanBeRestored()
    {
        IReadOnlyList<long> before;
        using (var service = Start())
        {
            using var client = await ClientAsync(service);
            before = await Eventually.SeesAsync("migrations", () => IdsAsync(client), ids => ids.Count > 0);
            for (var i = 0; i < 3; i++)
            {
                var (exit, output) = await RunAsync("--backup", Backup);
                Assert.That((exit, output), Is.EqualTo((0, output)));
                Assert.That(output, Does.Match($"^{Backup} is a sound backup of {Database}: schema [0-9]+, [1-9][0-9]* migrations [^\n]+ bytes$"));
            }
            Assert.That((await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative))).IsSuccessStatusCode, Is.True);
            Assert.That((await RunAsync("--check-database")).Exit, Is.Zero);
            service.Kill();
            await service.ExitAsync();
        }
        File.Delete(Database);
        File.Delete($"{Database}-wal");
        File.Delete($"{Database}-shm");
        File.Copy(Backup, Database);

        using var restored = Start();
        using var again = await ClientAsync(restored);
        Assert.That(await IdsAsync(again), Is.SupersetOf(before));
        Assert.That((await RunAsync($"--check-database={Backup}")).Exit, Is.Zero);
    }

    [Test]
    public async Task Backup_OntoTheDatabase_IsRefusedInOneLine()
    {
        using (var service = Start())
            await service.AddressAsync();

        var (exit, output) = await RunAsync("--backup", Database);

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Match("^[^\n]+would destroy it. Choose another name for the backup.$"));
    }

    [Test]
    public async Task Backup_WithoutAName_SaysWhatToWrite()
    {
        var (exit, output) = await RunAsync("--backup");

        Assert.That((exit, output), Is.EqualTo((2, "--backup needs the name of the file to write: --backup /var/backups/migrations.db.")));
    }

    [Test]
    public async Task CheckDatabase_OfNoDatabase_FailsAndMakesNone()
    {
        var (exit, output) = await RunAsync("--check-database");

        Assert.That(exit, Is.EqualTo(1));
        Assert.That(output, Does.Contain($"Cannot use the database {Database}: there is no such file."));
        Assert.That(File.Exists(Database), Is.False);
    }

    private async Task<(int Exit, string Output)> RunAsync(params string[] arguments)
    {
        using var command = new ServiceProcess([$"--Database:Path={Database}", .. arguments]);
        return (await command.ExitAsync(), command.Output);
    }

    private ServiceProcess Start() => new("--Urls=http://127.0.0.1:0", $"--Database:Path={Database}");

    private static async Task<HttpClient> ClientAsync(ServiceProcess service)
    {
        var client = new HttpClient { BaseAddress = await service.AddressAsync() };
        client.DefaultRequestHeaders.Add("X-OpenStack-Nova-API-Version", "2.80");
        return client;
    }

    private static async Task<IReadOnlyList<long>> IdsAsync(HttpClient client) =>
        [.. JsonNode.Parse(await client.GetStringAsync(new Uri("/v2.1/os-migrations", UriKind.Relative)))!["migrations"]!.AsArray()
            .Select(migration => (long)migration!["id"]!).Order()];
}
