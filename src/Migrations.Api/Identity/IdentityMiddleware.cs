using Microsoft.AspNetCore.Authentication;
using Migrations.Api.Requests;

namespace Migrations.Api.Identity;

/// <summary>Finds out who calls, below the versioned roots only: discovery and health need no token.</summary>
internal static class IdentityMiddleware
{
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (NeedsIdentity(context.Request.Path))
        {
            var result = await context.AuthenticateAsync();
            if (!result.Succeeded)
            {
                await context.ChallengeAsync();
                return;
            }
            context.User = result.Principal;
        }
        await next(context);
    });

    private static bool NeedsIdentity(PathString path) =>
        (path.StartsWithSegments(ComputeRoutes.Current, StringComparison.Ordinal, out var rest)
         || path.StartsWithSegments(ComputeRoutes.Legacy, StringComparison.Ordinal, out rest))
        && rest.HasValue && rest != "/";
}
