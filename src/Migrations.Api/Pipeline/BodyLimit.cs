using Microsoft.AspNetCore.Http.Features;
using Migrations.Api.Wire;

namespace Migrations.Api.Pipeline;

/// <summary>Refuses bodies above Nova's limit, and closes connections on which unread bytes would spoil the next request.</summary>
internal static class BodyLimit
{
    /// <summary>Nova's <c>max_request_body_size</c>.</summary>
    public const int Bytes = 114_688;

    public static Fault TooLarge { get; } = new(413, $"Request is too large. Larger than max_request_body_size ({Bytes}).");

    /// <summary>Announced sizes are refused before anything else is looked at; the server cuts off longer chunked bodies as they are read.</summary>
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength > Bytes)
        {
            EndConnection(context);
            return TooLarge.ExecuteAsync(context);
        }
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = Bytes;
            if (IsInChunks(context))
                EndConnectionUnlessRead(context, limit);
        }
        return next(context);
    });

    private static bool IsInChunks(HttpContext context) => context.Request.ContentLength is null
        && context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: true };

    /// <remarks>The length of unread chunks is unknown. The server stops reading them only after the answer has been sent.</remarks>
    private static void EndConnectionUnlessRead(HttpContext context, IHttpMaxRequestBodySizeFeature limit) => context.Response.OnStarting(() =>
    {
        var hasBeenRead = limit.IsReadOnly;
        if (!hasBeenRead)
            EndConnection(context);
        return Task.CompletedTask;
    });

    /// <remarks>From HTTP/2 on, a request has no connection of its own.</remarks>
    private static void EndConnection(HttpContext context)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol))
            context.Response.Headers.Connection = "close";
    }
}
