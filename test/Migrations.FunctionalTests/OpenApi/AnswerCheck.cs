using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>Compares an answer with what the document says about its status.</summary>
internal static partial class AnswerCheck
{
    private static readonly string[] OfHttp =
        ["Date", "Connection", "Content-Type", "Content-Length", "Transfer-Encoding", "Cache-Control", "Expires", "Pragma"];

    private static readonly string[] WhenStale = ["Age", "Warning"];

    public static void Matches(DocumentedApi api, DocumentedOperation operation, string status, RawAnswer answer)
    {
        Assert.That(operation.Answers.ContainsKey(status), $"{operation.Id} does not document {status}");
        var documented = api.Resolve(operation.Answers[status]!);
        CompareHeaders(documented["headers"]?.AsObject() ?? [], answer);
        if (documented["content"] is not { } content)
            Assert.That(answer.Body, Is.Empty);
        else if (content["text/event-stream"] is not null)
            Assert.That(answer.Header("Content-Type"), Is.EqualTo("text/event-stream"));
        else
            Assert.That(
                SchemaCheck.Problems(api, content[JsonOf(answer)]!["schema"]!, JsonNode.Parse(answer.Body)), Is.Empty, answer.Text);
    }

    /// <summary>The bodies are the same but for ids and numbers.</summary>
    public static void IsLike(JsonNode example, RawAnswer answer) =>
        Assert.That(Masked(JsonNode.Parse(answer.Body)!), Is.EqualTo(Masked(example)));

    private static void CompareHeaders(JsonObject documented, RawAnswer answer)
    {
        var sent = answer.Headers.Select(header => header.Key).Except(OfHttp, StringComparer.OrdinalIgnoreCase).ToList();
        var names = documented.Select(header => header.Key).ToList();
        Assert.That(sent.Except(names, StringComparer.OrdinalIgnoreCase), Is.Empty, "undocumented headers");
        if (answer.Status < 300)
            Assert.That(names.Except(WhenStale).Except(sent, StringComparer.OrdinalIgnoreCase), Is.Empty, "missing headers");
    }

    private static string JsonOf(RawAnswer answer)
    {
        Assert.That(answer.Header("Content-Type"), Does.StartWith("application/json"));
        return "application/json";
    }

    private static string Masked(JsonNode body) => IdsAndNumbers().Replace(body.ToJsonString(), "#");

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9]+")]
    private static partial Regex IdsAndNumbers();
}
