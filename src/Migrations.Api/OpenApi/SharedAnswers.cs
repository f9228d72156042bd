using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Migrations.Api.Calls;
using Migrations.Api.Identity.Keystone;
using Migrations.Api.Pipeline;
using Migrations.Api.Wire;
using Migrations.Drivers;

namespace Migrations.Api.OpenApi;

/// <summary>The refusals that many calls have alike.</summary>
internal static class SharedAnswers
{
    private const string Otherwise = "default";

    private static readonly Dictionary<string, string> Names = new()
    {
        ["401"] = "Unauthorized",
        ["413"] = "TooLarge",
        ["415"] = "UnsupportedMediaType",
        ["429"] = "TooManyCommands",
        ["503"] = "Unavailable",
        [Otherwise] = "Otherwise",
    };

    /// <summary>References to the answers of a call.</summary>
    /// <param name="call">Null for discovery and health.</param>
    public static IEnumerable<(string Status, IOpenApiResponse Answer)> Of(ComputeCall? call, OpenApiDocument document) =>
        Names.Where(answer => answer.Key switch { "413" => true, "429" => call is { IsLimited: true }, _ => call is not null })
            .Select(answer => (answer.Key, (IOpenApiResponse)new OpenApiResponseReference(answer.Value, document)));

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Names["401"], Unauthorized(document));
        Add(document, "413", [new Refusal("The body is larger than the limit", BodyLimit.TooLarge)]);
        Add(document, "415", [new Refusal("The content type, if there is one, is not JSON", ContentTypes.Unsupported)]);
        Add(document, "429", [new Refusal("The caller has given too many commands", CommandRate.TooMany(1))],
            ("Retry-After", "Seconds to wait."));
        Add(document, "503",
            [
                new Refusal("Keystone cannot be asked whether the token is valid", KeystoneAnswers.Unavailable),
                new Refusal("The database cannot be used", FaultMiddleware.StoreUnavailable),
                new Refusal("There is no memory for the answer", FaultMiddleware.MemoryExhausted),
                new Refusal("The hypervisor has never answered", FirstContact.Outstanding(new DriverHealth().LostBecause!)),
            ],
            ("Retry-After", "Seconds to wait."));
        AddOtherwise(document);
    }

    private static void Add(
        OpenApiDocument document, string status, Refusal[] refusals, params ReadOnlySpan<(string Name, string Meaning)> headers)
    {
        var answer = RefusalAnswers.Of(refusals, document);
        answer.Headers = Headers.Answered(status, document);
        foreach (var (name, meaning) in headers)
            answer.Headers[name] = Headers.Text(meaning);
        document.AddComponent(Names[status], answer);
    }

    private static void AddOtherwise(OpenApiDocument document)
    {
        var answer = RefusalAnswers.Of(
            [
                new Refusal("The path exists, but not with this method", Fault.MethodNotAllowed("PUT")),
                new Refusal("The service has failed", Fault.Internal),
            ],
            document, new OpenApiSchemaReference(FaultSchemas.Any, document));
        answer.Headers = Headers.Answered(Otherwise, document);
        answer.Headers["Allow"] = Headers.Text("With 405, the methods that there are.");
        document.AddComponent(Names[Otherwise], answer);
    }

    /// <summary>The refusal of a token, in Keystone's words: the one that is not in Nova's envelope.</summary>
    private static OpenApiResponse Unauthorized(OpenApiDocument document)
    {
        var headers = Headers.Answered("401", document);
        headers["WWW-Authenticate"] = Headers.Text("Where to get a token: Keystone uri=\"ADDRESS\".");
        return new OpenApiResponse
        {
            Description = "There is no token, or it is not valid. Never with Auth:Mode=none.",
            Headers = headers,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ContentTypes.Json] = new()
                {
                    Schema = FaultSchemas.Object(("error", FaultSchemas.Object(
                        ("code", FaultSchemas.Of(JsonSchemaType.Integer)),
                        ("title", FaultSchemas.Of(JsonSchemaType.String)),
                        ("message", FaultSchemas.Of(JsonSchemaType.String))))),
                    Example = JsonNode.Parse(KeystoneAnswers.Unauthorized),
                },
            },
        };
    }
}
