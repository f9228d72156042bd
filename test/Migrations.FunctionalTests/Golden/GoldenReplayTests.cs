namespace Migrations.FunctionalTests.Golden;

/// <summary>Replays recorded requests and compares every answer with the recorded one, whoever vouches for the callers.</summary>
[Category("Golden")]
[TestFixture("none")]
[TestFixture("keystone")]
public sealed class GoldenReplayTests(string authentication)
{
    private readonly Dictionary<string, FrozenService> _services = [];
    private readonly RecordedKeystone _keystone = new();

    [OneTimeTearDown]
    public void Stop()
    {
        foreach (var service in _services.Values)
            service.Dispose();
        _keystone.Dispose();
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Answer_ToARecordedRequest_IsTheRecordedOne(GoldenCase recorded)
    {
        if (!_services.TryGetValue(recorded.Folder, out var service))
            _services[recorded.Folder] = service = Start(recorded.Scenario);
        var answer = await service.SendAsync(recorded.Request);

        GoldenAssert.Matches(answer, recorded.Expected);
        if (answer.Status < 300 && recorded.Method is "POST" or "DELETE")
            service.Restore();
    }

    private FrozenService Start(string scenario) =>
        new(authentication == "keystone" ? _keystone.Settings : null, scenario);

    private static IEnumerable<TestCaseData> Cases() =>
        GoldenCase.Read("cases.jsonl").Select(recorded => new TestCaseData(recorded).SetName($"{{m}}({recorded})"));
}
