using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi;

/// <summary>The body of an action: its name, and null.</summary>
internal static class ActionBodies
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.ComputeCall()?.Action is not { } action)
            return Task.CompletedTask;
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Description = $"Names the action; at most {BodyLimit.Bytes} bytes of UTF-8.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [ContentTypes.Json] = new() { Schema = Schema(action), Example = new JsonObject { [action] = null } },
            },
        };
        return Task.CompletedTask;
    }

    private static OpenApiSchema Schema(string action) => new()
    {
        Type = JsonSchemaType.Object,
        Required = new HashSet<string> { action },
        AdditionalPropertiesAllowed = false,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            [action] = new OpenApiSchema { Type = JsonSchemaType.Null, Description = "Always null." },
        },
    };
}
