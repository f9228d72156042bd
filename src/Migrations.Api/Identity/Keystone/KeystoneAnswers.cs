namespace Migrations.Api.Identity.Keystone;

/// <summary>The refusals of callers that Keystone does not vouch for.</summary>
internal static class KeystoneAnswers
{
    private static readonly byte[] Unauthorized =
        """{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}"""u8
            .ToArray();

    private static readonly byte[] Unavailable =
        """{"serviceUnavailable": {"code": 503, "message": "The Keystone service is temporarily unavailable."}}"""u8.ToArray();

    /// <summary>What clients take as a reason to get a new token: Keystone's own words.</summary>
    /// <param name="keystoneUri">Where to get it.</param>
    public static Task WriteUnauthorizedAsync(HttpContext context, string keystoneUri)
    {
        context.Response.Headers.WWWAuthenticate = $"Keystone uri=\"{keystoneUri}\"";
        return WriteAsync(context, StatusCodes.Status401Unauthorized, "application/json", Unauthorized);
    }

    public static Task WriteUnavailableAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "application/json; charset=UTF-8", Unavailable);

    private static async Task WriteAsync(HttpContext context, int status, string contentType, byte[] body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
