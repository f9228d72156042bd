using Microsoft.OpenApi;
using Migrations.Api.Faults;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>The refusals that every call of the compute API has alike.</summary>
internal static class SharedAnswers
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["401"] = "Unauthorized",
        ["413"] = "TooLarge",
        ["415"] = "UnsupportedMediaType",
        ["503"] = "Unavailable",
        ["default"] = "Otherwise",
    };

    private static readonly string[] WithoutCall = ["413"];

    /// <summary>The refusals of a call of the compute API, or of discovery and health.</summary>
    public static IEnumerable<(string Status, IOpenApiResponse Answer)> Of(bool isCall, OpenApiDocument document) =>
        (isCall ? Names.Keys : WithoutCall.AsEnumerable())
            .Select(status => (status, (IOpenApiResponse)new OpenApiResponseReference(Names[status], document)));

    public static void AddTo(OpenApiDocument document)
    {
        Add(document, "413", new Refusal("The body is larger than the limit", Fault.RequestTooLarge));
        Add(document, "415", new Refusal("The content type, if there is one, is not JSON", WrongType()));
        Add(document, "503", new Refusal("Keystone cannot be asked whether the token is valid",
            new Fault(503, "The Keystone service is temporarily unavailable.")));
        document.AddComponent(Names["401"], Unauthorized.Answer(document));
        AddOtherwise(document);
    }

    private static void Add(OpenApiDocument document, string status, Refusal refusal)
    {
        var answer = FaultAnswer.Of([refusal], FaultSchemas.Of(refusal.Fault, document));
        answer.Headers = Headers.Answered(status, document);
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
        answer.Headers = Headers.Answered("default", document);
        answer.Headers["Allow"] = new OpenApiHeader
        {
            Description = "With 405, the methods that there are.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        document.AddComponent(Names["default"], answer);
    }

    private static Fault WrongType() =>
        ContentTypes.Check(new DefaultHttpContext { Request = { ContentType = "text/html" } }.Request)!;
}
