using Migrations.Api.Calls;

namespace Migrations.Api.Pipeline;

/// <summary>Names every request below a versioned root; the id of the caller's own, if sent, is not taken over.</summary>
internal static class RequestIds
{
    public const string Header = "x-openstack-request-id";
    public const string ComputeHeader = "x-compute-request-id";

    public static IApplicationBuilder UseRequestIds(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.Path.StartsWithSegments(ComputeRoutes.Current) || context.Request.Path.StartsWithSegments(ComputeRoutes.Legacy))
        {
            var id = $"req-{Guid.NewGuid()}";
            context.TraceIdentifier = id;
            context.Response.Headers[Header] = id;
            context.Response.Headers[ComputeHeader] = id;
        }
        return next(context);
    });
}
