using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Migrations.Api.OpenApi;

/// <summary>The form of the ids in paths. Handlers take them as text, because a refusal shows them as they were sent.</summary>
internal static class PathIds
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            if (parameter.In == ParameterLocation.Path)
                parameter.Schema = parameter.Name == "server"
                    ? new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" }
                    : new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
        return Task.CompletedTask;
    }
}
