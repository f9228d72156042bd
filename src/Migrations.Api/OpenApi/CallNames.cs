using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Migrations.Api.Microversions;

namespace Migrations.Api.OpenApi;

/// <summary>Names each call, and says since when it is there.</summary>
internal static class CallNames
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        if (context.ComputeCall() is not { } call)
            return Task.CompletedTask;
        operation.OperationId = call.Name;
        operation.AddExtension(VersionMark.Name, VersionMark.Of(call.Since));
        if (call.Since > Microversion.Minimum)
            operation.Description = $"{operation.Description} New in {call.Since}; 404 before.";
        if (call.StrictQuerySince is { } strict)
            operation.Description = $"{operation.Description} From {strict} on query parameters are refused; before they are ignored.";
        return Task.CompletedTask;
    }
}
