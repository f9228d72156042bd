using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Robustness;

/// <summary>Whatever is sent, the answer is JSON in Nova's form, and never the service's own failure.</summary>
public sealed class MutatedRequestsTests
{
    private const int Seeds = 40;
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
                if (Problem(request, answer) is { } problem)
                    problems.Enqueue($"seed {seed}, request {i}: {problem}\n{Encoding.Latin1.GetString(request.ToBytes())}\n=> {answer.Status} {answer.Text}");
            }
        });
        Assert.That(problems, Is.Empty);
    }

    private static string? Problem(RawRequest request, RawAnswer answer)
    {
        if (answer.Status >= 500)
            return "a failure of the service";
        // What is not HTTP is refused by the server itself, with an empty body.
        if (answer.Body.Length == 0)
            return answer.Status is 200 or 202 or 400 || request.Method is "HEAD" ? null : "no body";
        if (answer.Header("Content-Type")?.StartsWith("application/", StringComparison.Ordinal) != true)
            return $"content type {answer.Header("Content-Type")}";
        if (answer.Status < 400)
            return IsObject(answer, out _) ? null : "not a JSON object";
        if (!IsObject(answer, out var fault) || fault.EnumerateObject().Count() != 1)
            return "not a fault";
        var details = fault.EnumerateObject().Single().Value;
        return details.GetProperty("code").GetInt32() == answer.Status && details.GetProperty("message").GetString() is { Length: > 0 }
            ? null
            : "a fault without its code or message";
    }

    private static bool IsObject(RawAnswer answer, out JsonElement value)
    {
        value = default;
        try
        {
            value = JsonDocument.Parse(answer.Body).RootElement;
        }
        catch (JsonException)
        {
            return false;
        }
        return value.ValueKind == JsonValueKind.Object;
    }
}
