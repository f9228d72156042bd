namespace Migrations.Api.Requests;

/// <summary>Answers every OPTIONS request with an empty 200, token or not, as Nova does.</summary>
internal static class OptionsRequests
{
    public static IApplicationBuilder UseOptionsRequests(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (!HttpMethods.IsOptions(context.Request.Method))
            return next(context);
        context.Response.ContentLength = 0;
        return Task.CompletedTask;
    });
}
