using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Migrations.Api.Calls;

namespace Migrations.Api.Identity;

/// <summary>Authenticates requests below the versioned roots. Discovery and health need no token.</summary>
internal static class IdentityMiddleware
{
    public static IApplicationBuilder UseIdentity(this IApplicationBuilder app)
    {
        var scheme = app.ApplicationServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.DefaultChallengeScheme;
        return app.Use(async (context, next) =>
        {
            if (NeedsIdentity(context.Request.Path))
            {
                var result = await context.AuthenticateAsync(scheme);
                if (!result.Succeeded)
                {
                    await context.ChallengeAsync(scheme);
                    return;
                }
                context.User = result.Principal;
            }
            await next(context);
        });
    }

    private static bool NeedsIdentity(PathString path) =>
        (path.StartsWithSegments(ComputeRoutes.Current, StringComparison.Ordinal, out var rest)
         || path.StartsWithSegments(ComputeRoutes.Legacy, StringComparison.Ordinal, out rest))
        && rest.HasValue && rest != "/";
}
