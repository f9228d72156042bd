using Microsoft.AspNetCore.Authentication;
using Migrations.Api.Faults;
using Migrations.Api.Identity;
using Migrations.Api.Microversions;

namespace Migrations.Api.Requests;

/// <summary>The checks that all compute calls share, in Nova's order. Goes after routing and identity.</summary>
internal sealed class ComputeCallMiddleware(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata is not { } metadata || metadata.GetMetadata<ComputeCall>() is not { } call)
        {
            await next(context);
            return;
        }

        // Identity goes by the path. A call that it has let through without a caller is refused all the same.
        if (Caller.Of(context.User) is not { } caller)
        {
            await context.ChallengeAsync();
            return;
        }

        var version = Microversion.Minimum;
        var fault = (metadata.GetMetadata<LegacyRoot>() is null ? Negotiation.Negotiate(context, out version) : null)
            ?? ContentTypes.Check(context.Request);
        var action = fault is null && call.Action is not null ? await ActionBody.ReadAsync(context.Request) : null;
        fault ??= action?.CheckName(call.Action!)
            ?? ProjectInUrl.Check(context.Request, caller)
            ?? (version < call.Since ? Fault.ResourceNotFound : null)
            ?? action?.CheckValue()
            ?? (version >= call.StrictQuerySince ? StrictQuery.Check(context.Request.Query) : null);
        if (fault is not null)
        {
            await fault.ExecuteAsync(context);
            return;
        }

        context.Features.Set(new ComputeRequest(version, caller, context.TraceIdentifier));
        await next(context);
    }
}
