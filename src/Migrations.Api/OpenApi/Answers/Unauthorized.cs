using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Migrations.Api.Identity.Keystone;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>The refusal of a token, in Keystone's words: the one that is not in Nova's envelope.</summary>
internal static class Unauthorized
{
    public static OpenApiResponse Answer(OpenApiDocument document)
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
                    Schema = ObjectOf("error", ErrorSchema()),
                    Example = JsonNode.Parse(KeystoneAnswers.Unauthorized),
                },
            },
        };
    }

    private static OpenApiSchema ErrorSchema() => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { "code", "title", "message" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["code"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
            ["title"] = new OpenApiSchema { Type = JsonSchemaType.String },
            ["message"] = new OpenApiSchema { Type = JsonSchemaType.String },
        },
    };

    private static OpenApiSchema ObjectOf(string name, OpenApiSchema value) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { name },
        Properties = new Dictionary<string, IOpenApiSchema> { [name] = value },
    };
}
