using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Migrations.FunctionalTests.Http;
using Migrations.FunctionalTests.Lifecycle;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Answers that take a service in another condition: those under <c>default</c>, and readiness.</summary>
public sealed class OtherAnswersTests
{
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
        await File.WriteAllTextAsync(folder.File("scenario.json"), """{ "servers": [] }""");
        using var service = new MovingService(Path.GetDirectoryName(folder.File("x"))!, new FakeTimeProvider());
        using var documented = new FrozenService();
        var api = await DocumentedApi.ReadAsync(documented);

        Assert.That(async () => (await service.SendAsync("GET", "/healthz/ready")).Status, Is.EqualTo(200).After(20_000, 100));
        AnswerCheck.Matches(api, api.Operation("checkReady"), "200", await service.SendAsync("GET", "/healthz/ready"));
    }

    private static void Break(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand("ALTER TABLE migrations RENAME TO elsewhere", connection);
        command.ExecuteNonQuery();
    }
}
