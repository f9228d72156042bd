using System.Text;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Calls;

/// <summary>Every status against every call in every microversion that changed one.</summary>
public sealed class MicroversionMatrixTests
{
    private const string Server = "/v2.1/servers/5f5a1e00-0000-4000-8000-000000000001/migrations";

    /// <summary>The ids of the recorded scenario's first server, one a status.</summary>
    private static readonly (int Id, string Status)[] Migrations =
    [
        (1, "queued"), (2, "accepted"), (3, "preparing"), (4, "running"), (5, "running (post-copy)"),
        (6, "post-migrating"), (7, "completed"), (8, "failed"), (9, "error"), (10, "cancelled"),
    ];

    private static readonly int[] Minors = [1, 21, 22, 23, 24, 58, 59, 64, 65, 79, 80, 101, 102, 104];

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Show_OfEveryStatusInEveryVersion_IsKnownFrom223AndWhileInProgress(
        [ValueSource(nameof(Minors))] int minor)
    {
        foreach (var (id, status) in Migrations)
        {
            var inProgress = status is "queued" or "preparing" or "running" or "running (post-copy)" or "post-migrating";
            var expected = minor >= 23 && inProgress ? 200 : 404;
            Assert.That((await SendAsync("GET", $"{Server}/{id}", minor)).Status, Is.EqualTo(expected), $"{status} in 2.{minor}");
        }
    }

    [Test]
    public async Task ForceComplete_OfEveryStatusInEveryVersion_IsKnownFrom222AndForRunningOnly(
        [ValueSource(nameof(Minors))] int minor)
    {
        foreach (var (id, status) in Migrations)
        {
            var expected = minor < 22 ? 404 : status == "running" ? 202 : 400;
            var answer = await SendAsync("POST", $"{Server}/{id}/action", minor, """{"force_complete": null}""");
            Assert.That(answer.Status, Is.EqualTo(expected), $"{status} in 2.{minor}");
        }
    }

    [Test]
    public async Task Abort_OfEveryStatusInEveryVersion_IsKnownFrom224AndFrom265AlsoBeforeRunning(
        [ValueSource(nameof(Minors))] int minor)
    {
        foreach (var (id, status) in Migrations)
        {
            var accepted = status == "running" || (minor >= 65 && status is ("queued" or "preparing"));
            var expected = minor < 24 ? 404 : accepted ? 202 : 400;
            Assert.That((await SendAsync("DELETE", $"{Server}/{id}", minor)).Status, Is.EqualTo(expected), $"{status} in 2.{minor}");
        }
    }

    private Task<RawAnswer> SendAsync(string method, string path, int minor, string? body = null) =>
        _service.SendAsync(new RawRequest(method, path)
        {
            Headers = [("X-OpenStack-Nova-API-Version", $"2.{minor}")],
            Body = body is null ? null : Encoding.UTF8.GetBytes(body),
        });
}
