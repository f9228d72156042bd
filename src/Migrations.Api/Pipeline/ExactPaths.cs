using Microsoft.AspNetCore.Routing.Patterns;

namespace Migrations.Api.Pipeline;

/// <summary>Compares paths exactly, as Nova does: another letter case, or a slash at the end, makes another path.</summary>
internal static class ExactPaths
{
    /// <summary>Drops an endpoint that routing has matched too generously. Goes after routing.</summary>
    public static IApplicationBuilder UseExactPaths(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint && !Matches(endpoint.RoutePattern, context.Request.Path))
            context.SetEndpoint(null);
        return next(context);
    });

    private static bool Matches(RoutePattern pattern, PathString path)
    {
        var rest = path.Value.AsSpan().TrimStart('/');
        foreach (var segment in pattern.PathSegments)
        {
            var end = rest.IndexOf('/');
            var actual = end < 0 ? rest : rest[..end];
            if (segment.Parts is [RoutePatternLiteralPart literal] && !actual.SequenceEqual(literal.Content))
                return false;
            rest = end < 0 ? [] : rest[(end + 1)..];
        }
        return pattern.PathSegments.Count <= 1 || !path.Value!.EndsWith('/');
    }
}
