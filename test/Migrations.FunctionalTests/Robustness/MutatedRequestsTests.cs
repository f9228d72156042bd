using System.Collections.Concurrent;
using System.Text;

namespace Migrations.FunctionalTests.Robustness;

/// <summary>Recorded requests, damaged in their methods, paths, queries, headers and bodies.</summary>
[Category(Fuzz.Category)]
public sealed class MutatedRequestsTests
{
    private static readonly int Seeds = Fuzz.Times(40);
    private const int RequestsPerSeed = 500;

    private FrozenService _service = null!;

    [OneTimeSetUp]
    public void Start() => _service = new FrozenService();

    [OneTimeTearDown]
    public void Stop() => _service.Dispose();

    [Test]
    public async Task Answer_ToTwentyThousandDamagedRequests_IsAlwaysInForm()
    {
        var problems = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(Enumerable.Range(1, Seeds), async (seed, _) =>
        {
            var requests = new RequestMutations(seed);
            for (var i = 0; i < RequestsPerSeed && problems.Count < 10; i++)
            {
                var request = requests.Next();
                var answer = await _service.SendAsync(request);
                if (AnswerForm.Problem(answer, request.Method is "HEAD") is { } problem)
                    problems.Enqueue($"seed {seed}, request {i}: {problem}\n{Encoding.Latin1.GetString(request.ToBytes())}\n=> {answer.Status} {answer.Text}");
            }
        });
        Assert.That(problems, Is.Empty);
    }
}
