using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Migrations.Api.OpenApi;

/// <summary>The token of the calls of the compute API; discovery and health need none.</summary>
internal static class Tokens
{
    private const string Name = "token";

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.ComputeCall() is not null)
            operation.Security = [new() { [new OpenApiSecuritySchemeReference(Name, context.Document)] = [] }];
        return Task.CompletedTask;
    }

    public static void AddTo(OpenApiDocument document) => document.AddComponent(Name, new OpenApiSecurityScheme
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Header,
        Name = "X-Auth-Token",
        Description = "A token of Keystone. With Auth:Mode=none it may be left out, which makes the caller administrator, "
            + "or be USER:PROJECT:ROLE,ROLE to try what others may do.",
    });
}
