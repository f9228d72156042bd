using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.OpenApi;

/// <summary>Writes into the document what a call says of itself: its name, version, parameters, action, token and example.</summary>
internal static class CallParts
{
    private const string Token = "token";

    /// <summary>What the call of an operation says of itself.</summary>
    public static DescribedCall Call(this OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<DescribedCall>().Last();

    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var described = context.Call();
        operation.OperationId = described.Name;
        foreach (var (status, answer) in operation.Responses!)
            foreach (var content in answer.Content?.Values ?? [])
                content.Example = described.Example(int.Parse(status, CultureInfo.InvariantCulture));
        if (described is not ComputeCall call)
            return Task.CompletedTask;

        operation.AddExtension(VersionMark.Name, VersionMark.Of(call.Since));
        if (call.Since > Microversion.Minimum)
            operation.Description = $"{operation.Description} New in {call.Since}; 404 before.";
        if (call.StrictQuerySince is { } strict)
            operation.Description = $"{operation.Description} From {strict} on query parameters are refused; before they are ignored.";
        operation.Parameters = Parameters(operation.Parameters ?? [], call);
        if (call.Action is not null)
            operation.RequestBody = RequestBodies.Of(call.Action);
        if (call.Body is not null)
            operation.RequestBody = RequestBodies.Of(call.Body);
        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Token, context.Document)] = [] }];
        return Task.CompletedTask;
    }

    public static void AddTokenTo(OpenApiDocument document) => document.AddComponent(Token, new OpenApiSecurityScheme
    {
        Type = SecuritySchemeType.ApiKey,
        In = ParameterLocation.Header,
        Name = "X-Auth-Token",
        Description = "A token of Keystone. With Auth:Mode=none it may be left out, which makes the caller administrator, "
            + "or be USER:PROJECT:ROLE,ROLE to try what others may do.",
    });

    /// <summary>The parameters of the handler, and those that are read for it.</summary>
    private static List<IOpenApiParameter> Parameters(IList<IOpenApiParameter> ofHandler, ComputeCall call)
    {
        // Handlers take ids as text, because a refusal shows them as they were sent.
        foreach (var id in ofHandler.OfType<OpenApiParameter>().Where(parameter => parameter.Name == ComputeCall.Migration))
            id.Schema = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64" };
        return [.. call.IsOfServer ? [Server()] : (IOpenApiParameter[])[], .. ofHandler, .. call.QueryParameters.Select(Query)];
    }

    private static OpenApiParameter Server() => new()
    {
        Name = ComputeCall.Server,
        In = ParameterLocation.Path,
        Required = true,
        Description = "UUID of the server.",
        Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uuid" },
    };

    private static OpenApiParameter Query(QueryParameter query)
    {
        var parameter = new OpenApiParameter
        {
            Name = query.Name,
            In = ParameterLocation.Query,
            Description = query.Since > Microversion.Minimum ? $"{query.Meaning} New in {query.Since}." : query.Meaning,
            Schema = query.Default is { } number
                ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Default = number }
                : new OpenApiSchema { Type = JsonSchemaType.String, Format = query.Format },
        };
        parameter.AddExtension(VersionMark.Name, VersionMark.Of(query.Since));
        return parameter;
    }
}
