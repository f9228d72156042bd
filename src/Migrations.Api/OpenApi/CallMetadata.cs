using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Migrations.Api.Requests;

namespace Migrations.Api.OpenApi;

/// <summary>What transformers ask of the endpoint that they describe.</summary>
internal static class CallMetadata
{
    /// <summary>The call of the compute API; null for discovery and health.</summary>
    public static ComputeCall? ComputeCall(this OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<ComputeCall>().LastOrDefault();

    /// <summary>Whether a caller may make the call only so often.</summary>
    public static bool IsLimited(this OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.OfType<EnableRateLimitingAttribute>().Any();
}
