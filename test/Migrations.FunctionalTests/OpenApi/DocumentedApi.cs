using System.Text.Json.Nodes;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.OpenApi;

/// <summary>The API document as a client reads it.</summary>
internal sealed class DocumentedApi(JsonObject root)
{
    private static readonly string[] Methods = ["get", "post", "put", "delete", "patch", "head", "options"];

    public static async Task<DocumentedApi> ReadAsync(FrozenService service)
    {
        var answer = await service.SendAsync(new RawRequest("GET", "/openapi/v2.1.json"));
        Assert.That(answer.Status, Is.EqualTo(200), answer.Text);
        return new DocumentedApi(JsonNode.Parse(answer.Body)!.AsObject());
    }

    public IReadOnlyList<DocumentedOperation> Operations { get; } =
    [
        .. from path in root["paths"]!.AsObject()
           from method in path.Value!.AsObject()
           where Methods.Contains(method.Key)
           select new DocumentedOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject()),
    ];

    public DocumentedOperation Operation(string id) => Operations.Single(operation => operation.Id == id);

    public JsonObject Schemas => root["components"]!["schemas"]!.AsObject();

    /// <summary>The node itself, or what its <c>$ref</c> names.</summary>
    public JsonObject Resolve(JsonNode node) => node["$ref"]?.GetValue<string>() is { } reference
        ? Resolve(reference.Split('/')[1..].Aggregate((JsonNode)root, (parent, name) => parent[name]!))
        : node.AsObject();
}

/// <summary>A method of a path.</summary>
internal sealed record DocumentedOperation(string Method, string Path, JsonObject Description)
{
    public string Id => Description["operationId"]!.GetValue<string>();
    public JsonObject Answers => Description["responses"]!.AsObject();
    public bool NeedsToken => Description["security"] is not null;

    /// <summary>Whether a request's path, without query, is one of this operation's.</summary>
    public bool Matches(string method, string path)
    {
        var expected = Path.Split('/');
        var actual = path.Split('/');
        return method == Method && expected.Length == actual.Length
            && expected.Zip(actual).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }
}
