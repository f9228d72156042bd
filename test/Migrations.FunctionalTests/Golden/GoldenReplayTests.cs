using System.Text;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Golden;

/// <summary>Replays recorded requests and compares every answer with the recorded one.</summary>
[Category("Golden")]
public sealed class GoldenReplayTests
{
    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [TestCaseSource(nameof(Cases))]
    public async Task Answer_ToARecordedRequest_IsTheRecordedOne(GoldenCase recorded)
    {
        var answer = await _service.SendAsync(new RawRequest(recorded.Method, recorded.Path)
        {
            Headers = [("X-Auth-Token", recorded.Token), .. recorded.Headers],
            Body = recorded.Body is null ? null : Encoding.UTF8.GetBytes(recorded.Body),
            ClaimedLength = recorded.ClaimedLength,
        });

        GoldenAssert.Matches(answer, recorded.Expected);
        if (answer.Status < 300 && recorded.Method is "POST" or "DELETE")
            GoldenSeed.Restore(_service.Database);
    }

    private static IEnumerable<TestCaseData> Cases() =>
        GoldenCase.Read("cases.jsonl").Select(recorded => new TestCaseData(recorded).SetName($"{{m}}({recorded})"));
}
