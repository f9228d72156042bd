using Migrations.Api.Identity;

namespace Migrations.Api.Requests;

/// <summary>Writes every refusal for reasons of identity, policy or rate into the audit log.</summary>
internal static class Refusals
{
    /// <summary>Goes before identity, so that it sees every answer.</summary>
    public static IApplicationBuilder UseRefusalAudit(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        await next(context);
        if (context.Response.StatusCode is not (401 or 403 or 429))
            return;
        var caller = Caller.Of(context.User);
        context.RequestServices.GetRequiredService<AuditLog>().Refused(
            context.Request.Method, context.Request.Path, context.Response.StatusCode,
            caller?.UserId, caller?.ProjectId, context.TraceIdentifier, context.Connection.RemoteIpAddress?.ToString());
    });
}
