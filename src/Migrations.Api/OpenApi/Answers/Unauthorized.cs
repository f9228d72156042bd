using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>The refusal of a token, in Keystone's words: the one that is not in Nova's envelope.</summary>
internal static class Unauthorized
{
    private const string Title = "Unauthorized";
    private const string Message = "The request you have made requires authentication.";

    public static OpenApiResponse Answer(OpenApiDocument document)
    {
        var headers = Headers.Answered("401", document);
        headers["WWW-Authenticate"] = new OpenApiHeader
        {
            Description = "Where to get a token: Keystone uri=\"ADDRESS\".",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
        return new OpenApiResponse
        {
            Description = "There is no token, or it is not valid. Never with Auth:Mode=none.",
            Headers = headers,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ContentTypes.Json] = new()
                {
                    Schema = ObjectOf("error", ErrorSchema()),
                    Example = new JsonObject
                    {
                        ["error"] = new JsonObject { ["code"] = 401, ["title"] = Title, ["message"] = Message },
                    },
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
