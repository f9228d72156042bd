using Microsoft.Data.Sqlite;
using Migrations.FunctionalTests.Http;
using Migrations.FunctionalTests.Lifecycle;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Answers that take a service in another condition: those under <c>default</c>, and readiness.</summary>
public sealed class OtherAnswersTests
{
    private const string Scenario = """
        {
          "servers": [
            { "name": "idle", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
              "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908", "memoryMiB": 64, "bandwidthMiBPerSecond": 100 }
          ]
        }
        """;

    [Test]
    public async Task Answer_ToAnotherMethod_IsTheDocumentedOneWithTheMethodsThatThereAre()
    {
        using var service = new FrozenService();
        var api = await DocumentedApi.ReadAsync(service);

        var answer = await service.SendAsync(new RawRequest("PUT", Provocation.PathOf("showServerMigration")));

        Assert.That(answer.Status, Is.EqualTo(405));
        Assert.That(answer.Header("Allow"), Is.EqualTo("DELETE, GET"));
        AnswerCheck.Matches(api, api.Operation("showServerMigration"), "default", answer);
    }

    [Test]
    public async Task Answer_OfAServiceThatFails_IsTheDocumentedOne()
    {
        using var service = new FrozenService();
        var api = await DocumentedApi.ReadAsync(service);
        Break(service.Database);

        var answer = await service.SendAsync(new Provocation("listMigrations", "default", null).ToRequest());

        Assert.That(answer.Status, Is.EqualTo(500));
        AnswerCheck.Matches(api, api.Operation("listMigrations"), "default", answer);
    }

    [Test]
    public async Task Readiness_OfAServiceWithItsHypervisor_IsTheDocumentedOne()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("scenario.json"), Scenario);
        using var service = new MovingService(folder.Path, new SteppedClock());
        using var documented = new FrozenService();
        var api = await DocumentedApi.ReadAsync(documented);

        var answer = await service.SendAsync("GET", "/healthz/ready");

        Assert.That(answer.Status, Is.EqualTo(200));
        AnswerCheck.Matches(api, api.Operation("checkReady"), "200", answer);
    }

    [Test]
    public async Task Readiness_DriverReportsNoNews_IsDegradedAndTheDocumentedOne()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("scenario.json"),
            Scenario.Replace("\"servers\"", "\"calls\": [{\"call\": \"waitForNews\", \"error\": \"failed\"}], \"servers\""));
        using var service = new MovingService(folder.Path, new SteppedClock());
        using var documented = new FrozenService();
        var api = await DocumentedApi.ReadAsync(documented);

        var answer = await service.UntilAsync(
            () => service.SendAsync("GET", "/healthz/ready"), ready => ready.Text.Contains("Degraded", StringComparison.Ordinal));

        Assert.That(answer.Text, Does.Contain("found by polling only"));
        AnswerCheck.Matches(api, api.Operation("checkReady"), "200", answer);
    }

    private static void Break(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand("ALTER TABLE migrations RENAME TO elsewhere", connection);
        command.ExecuteNonQuery();
    }
}
