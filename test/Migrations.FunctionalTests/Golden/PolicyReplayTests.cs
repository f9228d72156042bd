namespace Migrations.FunctionalTests.Golden;

/// <summary>Replays the requests that were recorded under other policy files than the default.</summary>
[Category("Golden")]
public sealed class PolicyReplayTests
{
    private readonly Dictionary<(string Folder, string? Variant), PolicyVariant> _variants = [];

    [OneTimeTearDown]
    public void Stop()
    {
        foreach (var variant in _variants.Values)
            variant.Dispose();
    }

    [TestCaseSource(nameof(Cases))]
    public async Task Answer_UnderOtherPolicyFiles_IsTheRecordedOne(GoldenCase recorded)
    {
        var key = (recorded.Folder, recorded.Variant);
        if (!_variants.TryGetValue(key, out var variant))
            _variants[key] = variant = new PolicyVariant(recorded);
        var answer = await variant.Service.SendAsync(recorded.Request);

        GoldenAssert.Matches(answer, recorded.Expected);
        variant.Service.Restore();
    }

    private static IEnumerable<TestCaseData> Cases() =>
        GoldenCase.Read("policy-cases.jsonl").Select(recorded => new TestCaseData(recorded).SetName($"{{m}}({recorded})"));
}
