using Microsoft.AspNetCore.Http.Features;
using Migrations.Api.Faults;

namespace Migrations.Api.Requests;

/// <summary>Refuses bodies above Nova's limit before anything else is looked at.</summary>
internal static class BodyLimit
{
    /// <summary>Nova's <c>max_request_body_size</c>.</summary>
    public const int Bytes = 114_688;

    /// <summary>Announced sizes are refused here; the server cuts off longer chunked bodies as they are read.</summary>
    public static IApplicationBuilder UseBodyLimit(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.Request.ContentLength > Bytes)
            return Fault.RequestTooLarge.ExecuteAsync(context);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = Bytes;
        return next(context);
    });
}
