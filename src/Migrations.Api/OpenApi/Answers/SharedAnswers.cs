using Microsoft.OpenApi;
using Migrations.Api.Faults;
using Migrations.Api.Identity.Keystone;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi.Answers;

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

    /// <summary>References to the answers of a call of the compute API, or of discovery and health.</summary>
    public static IEnumerable<(string Status, IOpenApiResponse Answer)> Of(bool isCall, bool isLimited, OpenApiDocument document) =>
        Names.Where(answer => answer.Key switch { "413" => true, "429" => isLimited, _ => isCall })
            .Select(answer => (answer.Key, (IOpenApiResponse)new OpenApiResponseReference(answer.Value, document)));

    public static void AddTo(OpenApiDocument document)
    {
        document.AddComponent(Names["401"], Unauthorized.Answer(document));
        Add(document, "413", [new Refusal("The body is larger than the limit", Fault.RequestTooLarge)]);
        Add(document, "415", [new Refusal("The content type, if there is one, is not JSON", WrongType())]);
        Add(document, "429", [new Refusal("The caller has given too many commands", CommandRate.TooMany(1))],
            ("Retry-After", "Seconds to wait."));
        Add(document, "503",
            [
                new Refusal("Keystone cannot be asked whether the token is valid", KeystoneAnswers.Unavailable),
                new Refusal("The database cannot be used", StoreFaults.Unavailable),
            ],
            ("Retry-After", "Seconds to wait, when it is the database."));
        AddOtherwise(document);
    }

    private static void Add(
        OpenApiDocument document, string status, Refusal[] refusals, params ReadOnlySpan<(string Name, string Meaning)> headers)
    {
        var answer = FaultAnswer.Of(refusals, FaultSchemas.Of(refusals[0].Fault, document));
        answer.Headers = Headers.Answered(status, document);
        foreach (var (name, meaning) in headers)
            answer.Headers[name] = Headers.Text(meaning);
        document.AddComponent(Names[status], answer);
    }

    private static void AddOtherwise(OpenApiDocument document)
    {
        var answer = FaultAnswer.Of(
            [
                new Refusal("The path exists, but not with this method", Fault.MethodNotAllowed("PUT")),
                new Refusal("The service has failed", Fault.Internal),
            ],
            new OpenApiSchemaReference(FaultSchemas.Any, document));
        answer.Headers = Headers.Answered(Otherwise, document);
        answer.Headers["Allow"] = Headers.Text("With 405, the methods that there are.");
        document.AddComponent(Names[Otherwise], answer);
    }

    private static Fault WrongType() =>
        ContentTypes.Check(new DefaultHttpContext { Request = { ContentType = "text/html" } }.Request)!;
}
