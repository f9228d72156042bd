using Microsoft.Data.Sqlite;
using Migrations.FunctionalTests.Golden;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>The requests that an editor can send are all of the document's, and are answered.</summary>
public sealed class HttpFileTests
{
    private const string Server = "5f5a1e00-0000-4000-8000-000000000016";
    private const string Project = "6f70656e737461636b20342065766572";

    private static readonly Dictionary<string, string> Recorded = new()
    {
        ["root"] = "http://127.0.0.1",
        ["token"] = $"admin:{Project}",
        ["project"] = Project,
        ["server"] = Server,
        ["migration"] = "41",
        ["staying"] = "5f5a1e00-0000-4000-8000-000000000301",
        ["started"] = "2147483648",
        ["request"] = "req-a0000000-0000-4000-8000-000000000007",
    };

    private static readonly IReadOnlyList<HttpFileRequest> Requests =
        HttpFile.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "OpenApi", "Migrations.Api.http")), Recorded);

    private readonly FrozenService _service = new(scenario: Path.Combine(GoldenFolders.OwnOfActions, GoldenFolders.ScenarioOfActions));

    [OneTimeSetUp]
    public void GiveTheServerTheRecordedAction()
    {
        using var connection = new SqliteConnection($"Data Source={_service.Database};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(
            $"UPDATE actions SET server_uuid = '{Server}' WHERE request_id = '{Recorded["request"]}'", connection);
        Assert.That(command.ExecuteNonQuery(), Is.EqualTo(1));
    }

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Requests_OfTheFile_AreAnsweredAsTheDocumentSays()
    {
        var api = await DocumentedApi.ReadAsync(_service);
        foreach (var (title, request) in Requests.Select(each => (each.Title, each.Request)))
        {
            var operation = Find(api, request.Method, request.Target);
            if (operation is { Id: "followServerMigration" or "followMigrations" })
                continue; // They end with what they follow, or never.
            var answer = await _service.SendAsync(request);
            // Nothing moves in the service, and so its hypervisor has not been asked.
            var expected = operation is { Id: "checkReady" } ? [503] : new[] { 200, 202 };
            Assert.That(answer.Status, Is.AnyOf([.. expected.Cast<object>()]), $"{title}: {answer.Text}");
            if (operation is not null)
                AnswerCheck.Matches(api, operation, $"{answer.Status}", answer);
        }
    }

    [Test]
    public async Task Requests_OfTheFile_AreForEveryOperation()
    {
        var api = await DocumentedApi.ReadAsync(_service);

        var sent = Requests.Select(each => Find(api, each.Request.Method, each.Request.Target)?.Id).OfType<string>().Distinct();

        Assert.That(sent, Is.EquivalentTo(api.Operations.Select(operation => operation.Id)));
    }

    private static DocumentedOperation? Find(DocumentedApi api, string method, string target)
    {
        var path = target.Split('?')[0].Replace($"/{Project}", "", StringComparison.Ordinal);
        return api.Operations.FirstOrDefault(operation => !operation.Path.Contains('{', StringComparison.Ordinal) && operation.Matches(method, path))
            ?? api.Operations.FirstOrDefault(operation => operation.Matches(method, path));
    }
}
