using System.Text.Json;
using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Golden;

/// <summary>Compares an answer with a recorded one: lists of what has ids as sets, other lists in their order, null and absent as different.</summary>
internal static class GoldenAssert
{
    /// <summary>What stands in recorded links for the scheme and authority of the request.</summary>
    private const string Base = "{base}";

    public static void Matches(RawAnswer answer, JsonElement expected)
    {
        Assert.That(answer.Status, Is.EqualTo(expected.GetProperty("status").GetInt32()), answer.Text);
        if (expected.TryGetProperty("version", out var version))
            Assert.That(answer.Header("X-OpenStack-Nova-API-Version"), Is.EqualTo(version.GetString()));
        if (expected.TryGetProperty("fault", out var fault))
            MatchesFault(answer, fault.GetString()!, expected.GetProperty("message").GetString());
        else if (answer.Status == 202)
            Assert.That(answer.Body, Is.Empty);
        else if (expected.TryGetProperty("body", out var body))
            Assert.That(Sorted(JsonNode.Parse(answer.Body)), Is.EqualTo(Sorted(JsonNode.Parse(body.GetRawText().Replace(Base, RawRequest.Root, StringComparison.Ordinal)))));
    }

    private static void MatchesFault(RawAnswer answer, string fault, string? message)
    {
        Assert.That(answer.Header("Content-Type"), Does.StartWith("application/json"));
        var details = JsonNode.Parse(answer.Body)![fault];
        Assert.That(details?["code"]?.GetValue<int>(), Is.EqualTo(answer.Status), answer.Text);
        Assert.That(details?["message"]?.GetValue<string>(), message is null ? Is.Not.Empty : Is.EqualTo(message));
    }

    /// <summary>The text of a value whose objects are sorted by key, and lists of objects by id.</summary>
    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject entries => "{" + string.Join(",", entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"\"{entry.Key}\":{Sorted(entry.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.OrderBy(item => item?["id"]?.GetValue<long>())
            .Select(Sorted)) + "]",
        null => "null",
        var value => value.ToJsonString(),
    };
}
