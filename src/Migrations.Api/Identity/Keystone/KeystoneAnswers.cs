using Migrations.Api.Faults;

namespace Migrations.Api.Identity.Keystone;

/// <summary>The refusals of callers that Keystone does not vouch for.</summary>
internal static class KeystoneAnswers
{
    /// <summary>The body of 401.</summary>
    public static readonly byte[] Unauthorized =
        """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}"""u8
            .ToArray();

    /// <summary>The answer while Keystone cannot be asked.</summary>
    public static Fault Unavailable { get; } =
        new(StatusCodes.Status503ServiceUnavailable, "The Keystone service is temporarily unavailable.");

    /// <summary>What clients take as a reason to get a new token: Keystone's own words.</summary>
    /// <param name="keystoneUri">Where to get it.</param>
    public static async Task WriteUnauthorizedAsync(HttpContext context, string keystoneUri)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{keystoneUri}\"";
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = Unauthorized.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(Unauthorized, context.RequestAborted);
    }

    public static Task WriteUnavailableAsync(HttpContext context) => Unavailable.ExecuteAsync(context);
}
