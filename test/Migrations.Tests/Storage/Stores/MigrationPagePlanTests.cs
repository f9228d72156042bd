using System.Text.RegularExpressions;
using Migrations.Storage.Stores;

namespace Migrations.Tests.Storage.Stores;

public sealed class MigrationPagePlanTests
{
    /// <summary>What was last counted of each migration.</summary>
    private const string Counts = "SEARCH progress USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN";

    private readonly TemporaryDatabase _database = new();

    [OneTimeSetUp]
    public void CreateSchema() => _database.Migrations.Load();

    [OneTimeTearDown]
    public void DeleteFolder() => _database.Dispose();

    [Test]
    public void Page_WithAnyFilters_SeeksAnIndexAndNeverSorts()
    {
        foreach (var query in EveryCombination().Skip(1))
        {
            var plan = Plan(query);
            Assert.That(plan, Has.Some.StartsWith("SEARCH migrations USING INDEX"), query.ToString());
            Assert.That(plan, Has.None.StartsWith("SCAN migrations").And.None.StartsWith("SCAN progress").And.None.Contain("TEMP B-TREE"), query.ToString());
        }
    }

    [Test]
    public void Page_WithoutFilters_FollowsTheOrderOfAnIndex() =>
        Assert.That(Plan(EveryCombination().First()), Is.EqualTo(new[] { "SCAN migrations USING INDEX migrations_by_creation", Counts }));

    [Test]
    public void Stretch_WithAnyFilters_ReadsOneIndexInItsOrder([Values] bool isFirst)
    {
        foreach (var query in EveryCombination())
        {
            var plan = Plan(MigrationPage.SqlOldestFirst(query, isFirst));
            Assert.That(plan, Has.Some.Contains("migrations USING INDEX"), query.ToString());
            Assert.That(plan, Has.None.EqualTo("SCAN migrations").And.None.StartsWith("SCAN progress").And.None.Contain("TEMP B-TREE"), query.ToString());
        }
    }

    [Test]
    public void Stretch_AfterTheFirst_BeginsBehindTheOneBefore() =>
        Assert.That(
            Plan(MigrationPage.SqlOldestFirst(new MigrationQuery { Limit = 10 }, isFirst: false)),
            Is.EqualTo(new[] { "SEARCH migrations USING INDEX migrations_by_creation (created_at>?)", Counts }));

    [Test]
    public void Page_OfAServerAndACommonStatus_SeeksByTheServer() =>
        Assert.That(
            Plan(new MigrationQuery { Limit = 10, ServerUuid = Guid.Empty, Status = "completed", UserId = "u", Host = "h" }),
            Is.EqualTo(new[] { "SEARCH migrations USING INDEX migrations_by_server (server_uuid=?)", Counts }));

    [Test]
    public void Page_OfAProjectAndAnUnfinishedStatus_SeeksByTheStatus() =>
        Assert.That(
            Plan(new MigrationQuery { Limit = 10, ProjectId = "p", Status = "running" }),
            Is.EqualTo(new[] { "SEARCH migrations USING INDEX migrations_by_status (status=?)", Counts }));

    [Test]
    public void Page_ChangedSince_ReadsOnlyWhatWasCreatedSinceOrLittleBefore() =>
        Assert.That(
            Plan(new MigrationQuery { Limit = 10, ChangedSince = DateTimeOffset.UnixEpoch })
                .OfType<string>().Where(step => Regex.IsMatch(step, "migrations|progress")),
            Is.EqualTo(new[]
            {
                "SEARCH migrations USING INDEX migrations_by_creation (created_at>?)",
                "SEARCH migrations USING INDEX migrations_by_lifetime",
                "SEARCH migrations USING INDEX migrations_unfinished",
                Counts,
                Counts,
            }));

    private IReadOnlyList<object> Plan(MigrationQuery query) => Plan(MigrationPage.Sql(query));

    private IReadOnlyList<object> Plan(string sql) => _database.Execute($"EXPLAIN QUERY PLAN {Unbound(sql)}");

    /// <summary>A plan does not depend on the values, so literals stand in for them.</summary>
    private static string Unbound(string sql) =>
        Regex.Replace(sql, "@[A-Za-z]+", "?1");

    private static IEnumerable<MigrationQuery> EveryCombination()
    {
        for (var bits = 0; bits < 1 << 8; bits++)
            foreach (var status in new[] { null, "running", "completed" })
                yield return new MigrationQuery
                {
                    Host = (bits & 1) != 0 ? "a" : null,
                    SourceCompute = (bits & 2) != 0 ? "b" : null,
                    ServerUuid = (bits & 4) != 0 ? Guid.Empty : null,
                    UserId = (bits & 8) != 0 ? "u" : null,
                    ProjectId = (bits & 16) != 0 ? "p" : null,
                    ChangedSince = (bits & 32) != 0 ? DateTimeOffset.UnixEpoch : null,
                    ChangedBefore = (bits & 64) != 0 ? DateTimeOffset.UnixEpoch : null,
                    Marker = (bits & 128) != 0 ? Guid.Empty : null,
                    Status = status,
                    Limit = 20,
                };
    }
}
