using System.Globalization;
using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Golden;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Holds the document to the version that it names for each field and each query parameter.</summary>
public sealed class DocumentedFieldsTests
{
    private readonly FrozenService _service = new(scenario: Path.Combine(GoldenFolders.OwnOfActions, GoldenFolders.ScenarioOfActions));
    private DocumentedApi _api = null!;

    [OneTimeSetUp]
    public async Task Read() => _api = await DocumentedApi.ReadAsync(_service);

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Fields_OfEachVersion_AreThoseThatTheDocumentHasForIt(
        [Values("listServerMigrations", "showServerMigration", "listMigrations", "listServerActions", "showServerAction")] string operation,
        [Values(22, 23, 57, 58, 59, 79, 80, 101, 102, 104)] int minor)
    {
        var query = operation is "listMigrations" or "listServerActions" ? "?limit=3" : "";
        var answer = await _service.SendAsync(
            new Provocation(operation, "200", null) { Version = $"2.{minor}", Query = query }.ToRequest());
        if (minor < MinorOf(_api.Operation(operation).Description))
        {
            Assert.That(answer.Status, Is.EqualTo(404), "the call is newer");
            return;
        }
        var body = JsonNode.Parse(answer.Body)!.AsObject();
        var shown = body.First().Value!;
        var items = shown is JsonArray list ? list.Select(item => item!.AsObject()) : [shown.AsObject()];

        var seen = body.Select(field => field.Key).Concat(items.SelectMany(item => item.Select(field => field.Key)));

        Assert.That(seen.Distinct(), Is.EquivalentTo(DocumentedAt(operation, minor)));
    }

    [Test]
    public async Task QueryParameter_OfEachVersion_IsTakenSinceTheDocumentedOne()
    {
        var parameters = _api.Operation("listMigrations").Description["parameters"]!.AsArray()
            .Select(parameter => _api.Resolve(parameter!)).Where(parameter => parameter["in"]!.GetValue<string>() == "query");
        foreach (var parameter in parameters)
        {
            var since = MinorOf(parameter);
            var name = parameter["name"]!.GetValue<string>();
            Assert.That(await StatusAsync(name, Math.Max(since, 59)), Is.EqualTo(200), name);
            if (since > 59)
                Assert.That(await StatusAsync(name, since - 1), Is.EqualTo(400), name);
        }
    }

    private async Task<int> StatusAsync(string parameter, int minor)
    {
        var value = parameter switch
        {
            "limit" => "1",
            "changes-since" or "changes-before" => "2026-01-01",
            "marker" => await MarkerAsync(),
            _ => "x",
        };
        return (await _service.SendAsync(new Provocation("listMigrations", "200", null)
        {
            Version = $"2.{minor}",
            Query = $"?{parameter}={value}",
        }.ToRequest())).Status;
    }

    private async Task<string> MarkerAsync()
    {
        var answer = await _service.SendAsync(new Provocation("listMigrations", "200", null).ToRequest());
        return JsonNode.Parse(answer.Body)!["migrations"]![0]!["uuid"]!.GetValue<string>();
    }

    private IEnumerable<string> DocumentedAt(string operation, int minor)
    {
        var schema = _api.Resolve(_api.Operation(operation).Answers["200"]!["content"]!["application/json"]!["schema"]!);
        var fields = schema["properties"]!.AsObject();
        var shown = _api.Resolve(fields.First().Value!);
        var item = shown["items"] ?? shown;
        return fields.Concat(_api.Resolve(item)["properties"]!.AsObject())
            .Where(field => MinorOf(field.Value!) <= minor).Select(field => field.Key);
    }

    /// <summary>The minor number of the version that brought something; 1 when it was always there.</summary>
    private static int MinorOf(JsonNode node) =>
        int.Parse((node["x-openstack"]?["min-ver"]?.GetValue<string>() ?? "2.1").Split('.')[1], CultureInfo.InvariantCulture);
}
