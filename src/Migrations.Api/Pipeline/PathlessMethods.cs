using Migrations.Api.Wire;

namespace Migrations.Api.Pipeline;

/// <summary>Answers the methods whose answer does not depend on the path, token or not.</summary>
internal static class PathlessMethods
{
    private const string Served = "DELETE, GET, OPTIONS, POST";

    /// <summary>OPTIONS gets an empty 200, as from Nova. CONNECT asks for a tunnel, which only a proxy could open.</summary>
    public static IApplicationBuilder UsePathlessMethods(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (HttpMethods.IsConnect(context.Request.Method))
        {
            context.Response.Headers.Allow = Served;
            return Fault.MethodNotAllowed(context.Request.Method).ExecuteAsync(context);
        }
        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    });
}
