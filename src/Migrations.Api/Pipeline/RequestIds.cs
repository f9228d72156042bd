using Migrations.Api.Calls;

namespace Migrations.Api.Pipeline;

/// <summary>Gives an id to every request below a versioned root. An id that the caller sends is ignored.</summary>
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
