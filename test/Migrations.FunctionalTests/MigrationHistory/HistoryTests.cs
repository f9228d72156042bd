using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.MigrationHistory;

public sealed class HistoryTests
{
    private const string Project = "6f70656e737461636b20342065766572";

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [TestCase("2.1", "created_at,dest_compute,dest_host,dest_node,id,instance_uuid,new_instance_type_id,old_instance_type_id,source_compute,source_node,status,updated_at")]
    [TestCase("2.23", "created_at,dest_compute,dest_host,dest_node,id,instance_uuid,links,migration_type,new_instance_type_id,old_instance_type_id,source_compute,source_node,status,updated_at")]
    [TestCase("2.59", "created_at,dest_compute,dest_host,dest_node,id,instance_uuid,links,migration_type,new_instance_type_id,old_instance_type_id,source_compute,source_node,status,updated_at,uuid")]
    [TestCase("2.80", "created_at,dest_compute,dest_host,dest_node,id,instance_uuid,links,migration_type,new_instance_type_id,old_instance_type_id,project_id,source_compute,source_node,status,updated_at,user_id,uuid")]
    public async Task Fields_OfARunningMigration_AreThoseOfTheVersion(string version, string fields)
    {
        var running = (await ListAsync("?status=running", version))[0]!.AsObject();

        Assert.That(string.Join(',', running.Select(field => field.Key).Order(StringComparer.Ordinal)), Is.EqualTo(fields));
    }

    [Test]
    public async Task Links_AreOnMigrationsInProgressOnly()
    {
        var migrations = await ListAsync("");

        Assert.That(migrations.Where(migration => migration!["links"] is not null).Select(Status).Distinct().Order(),
            Is.EqualTo(new[] { "post-migrating", "preparing", "queued", "running", "running (post-copy)" }));
        Assert.That((string)migrations.First(migration => (int)migration!["id"]! == 41)!["links"]![0]!["href"]!,
            Is.EqualTo("http://127.0.0.1/v2.1/servers/5f5a1e00-0000-4000-8000-000000000016/migrations/41"));
    }

    [TestCase("?status=completed", "completed")]
    [TestCase("?status=cancelled", "cancelled")]
    public async Task Filter_ByStatus_LeavesOnlyIt(string query, string status) =>
        Assert.That((await ListAsync(query)).Select(Status).Distinct(), Is.EqualTo(new[] { status }));

    [TestCase("?status=nonsense")]
    [TestCase("?migration_type=resize")]
    [TestCase("?instance_uuid=nonsense")]
    [TestCase("?host=nowhere")]
    [TestCase("?source_compute=host2")]
    [TestCase("?hidden=1")]
    [TestCase("?user_id=nobody")]
    [TestCase("?changes-since=2999-01-01T00:00:00Z")]
    [TestCase("?changes-before=2020-01-01")]
    public async Task Filter_ThatNothingMatches_IsAnEmptyList(string query) => Assert.That(await ListAsync(query), Is.Empty);

    [TestCase("?host=host2")]
    [TestCase("?source_compute=host1")]
    [TestCase("?migration_type=live-migration")]
    [TestCase("?project_id=" + Project)]
    [TestCase("?changes-since=2020-01-01T00:00:00%2B02:00")]
    public async Task Filter_ThatMatches_LeavesSome(string query) => Assert.That(await ListAsync(query), Is.Not.Empty);

    [Test]
    public async Task Pages_FollowEachOtherByTheNextLinkFromNewestToOldest()
    {
        var ids = new List<int>();
        for (var path = "/v2.1/os-migrations?limit=50"; path is not null;)
        {
            var page = await GetAsync(path, "2.80");
            ids.AddRange(page["migrations"]!.AsArray().Select(migration => (int)migration!["id"]!));
            path = page["migrations_links"] is { } links ? new Uri((string)links[0]!["href"]!).PathAndQuery : null;
        }

        Assert.That(ids, Has.Count.EqualTo(142).And.Unique);
        var all = (await ListAsync("")).Select(migration => (string)migration!["created_at"]!);
        Assert.That(all, Is.Ordered.Descending);
    }

    [Test]
    public async Task List_Before259_HasNoPagesAndIgnoresWhatItDoesNotKnow() =>
        Assert.That(await ListAsync("?limit=1&foo=bar&changes-since=nonsense", "2.58"), Has.Count.EqualTo(142));

    [TestCase("?limit=-1", "2.59", "Invalid input for query parameters limit. Value: -1. '-1' does not match '^[0-9]*$'")]
    [TestCase("?limit=", "2.59", "Invalid input for query parameters limit. Value: . '' is too short")]
    [TestCase("?limit=1&limit=2", "2.59", "Invalid input for query parameters limit. Value: ['1', '2']. ['1', '2'] is too long")]
    [TestCase("?marker=foo", "2.59", "Marker foo could not be found.")]
    [TestCase("?marker=12341d4b-346a-40d0-83c6-000000999999", "2.80", "Marker 12341d4b-346a-40d0-83c6-000000999999 could not be found.")]
    [TestCase("?changes-before=2026-01-01", "2.65", "Additional properties are not allowed ('changes-before' was unexpected)")]
    [TestCase("?user_id=a&project_id=b", "2.79", "Additional properties are not allowed ('project_id', 'user_id' were unexpected)")]
    [TestCase("?changes-since=2026-02-01T00:00:00Z&changes-before=2026-01-01", "2.80", "The value of changes-since must be less than or equal to changes-before.")]
    [TestCase("?changes-before=13%3A00", "2.66", "Invalid input for query parameters changes-before. Value: 13:00. '13:00' is not a 'date-time'")]
    public async Task Query_ThatIsWrong_Is400WithNovasText(string query, string version, string message)
    {
        var answer = await SendAsync("/v2.1/os-migrations" + query, version);

        Assert.That(answer.Status, Is.EqualTo(400), answer.Text);
        Assert.That((string)JsonNode.Parse(answer.Body)!["badRequest"]!["message"]!, Is.EqualTo(message));
    }

    private static string Status(JsonNode? migration) => (string)migration!["status"]!;

    private async Task<JsonArray> ListAsync(string query, string version = "2.80") =>
        (await GetAsync("/v2.1/os-migrations" + query, version))["migrations"]!.AsArray();

    private async Task<JsonNode> GetAsync(string path, string version)
    {
        var answer = await SendAsync(path, version);
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return JsonNode.Parse(answer.Body)!;
    }

    private Task<RawAnswer> SendAsync(string path, string version) =>
        _service.SendAsync(new RawRequest("GET", path) { Headers = [("X-OpenStack-Nova-API-Version", version)] });
}
