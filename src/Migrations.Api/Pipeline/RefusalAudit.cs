using Migrations.Api.Identity;
using Migrations.Operations;

namespace Migrations.Api.Pipeline;

/// <summary>Writes every refusal for reasons of identity, policy or rate into the audit log.</summary>
internal static partial class RefusalAudit
{
    /// <summary>Goes before identity, so that it sees every answer.</summary>
    public static IApplicationBuilder UseRefusalAudit(this IApplicationBuilder app)
    {
        var logger = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(AuditLog.Category);
        return app.Use(async (context, next) =>
        {
            await next(context);
            if (context.Response.StatusCode is not (401 or 403 or 429))
                return;
            var caller = Caller.Of(context);
            LogRefused(logger, context.Request.Method, context.Request.Path, context.Response.StatusCode,
                Who(caller), caller?.ProjectId ?? AuditLog.NoProject, context.TraceIdentifier, context.Connection.RemoteIpAddress?.ToString());
        });
    }

    private static string Who(Caller? caller) => caller is null ? "(unknown)" : caller.UserId ?? AuditLog.Anonymous;

    [LoggerMessage(EventIds.RequestRefused, LogLevel.Warning,
        "{Method} {Path} refused with {Status}: user {User}, project {Project}, request {RequestId}, from {Address}")]
    private static partial void LogRefused(
        ILogger logger, string method, string path, int status, string user, string project, string requestId, string? address);
}
