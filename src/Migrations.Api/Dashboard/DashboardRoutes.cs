using Migrations.Api.Wire;

namespace Migrations.Api.Dashboard;

/// <summary>
/// The page at <c>/dashboard</c>, to follow migrations and to give both commands. Its files need no token, because they
/// show nothing by themselves: the page makes the same calls as any other client.
/// </summary>
internal static class DashboardRoutes
{
    public const string Address = "/dashboard";

    private const string File = "file";
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// The page runs its own scripts, has its own style and calls its own service; nothing else, not even text that
    /// becomes markup. Nobody may show it in a frame, where a click could be stolen.
    /// </summary>
    private const string SecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void MapDashboard(this IEndpointRouteBuilder app)
    {
        app.MapMethods(Address, Methods, AnswerPageAsync).ExcludeFromDescription();
        app.MapMethods($"{Address}/{{**{File}}}", Methods, context => DashboardFiles.Find((string)context.Request.RouteValues[File]!) is { } file
            ? AnswerAsync(context, file)
            : Fault.ResourceNotFound.ExecuteAsync(context)).ExcludeFromDescription();
    }

    /// <summary>Addresses in the page are relative, so that it works below any path of a proxy; a slash at the end would shift them.</summary>
    private static Task AnswerPageAsync(HttpContext context)
    {
        if (!context.Request.Path.Value!.EndsWith('/'))
            return AnswerAsync(context, DashboardFiles.Page);
        context.Response.StatusCode = StatusCodes.Status308PermanentRedirect;
        context.Response.Headers.Location = $"..{Address}";
        return Task.CompletedTask;
    }

    private static Task AnswerAsync(HttpContext context, DashboardFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = SecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "no-cache";
        return TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.Tag).ExecuteAsync(context);
    }
}
