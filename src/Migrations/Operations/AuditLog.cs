using Microsoft.Extensions.Logging;

namespace Migrations.Operations;

/// <summary>Logs for security: each accepted command with who asked, and what became of it. The host logs refusals in the same category.</summary>
public sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>Name of the category.</summary>
    public const string Category = "Migrations.Audit";

    /// <summary>Stands for the user of a caller who has not authenticated.</summary>
    public const string Anonymous = "(anonymous)";

    /// <summary>Stands for the project of a caller who has none.</summary>
    public const string NoProject = "(none)";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    internal void Accepted(MigrationCommand command) => LogAccepted(
        command.Id, command.Kind.WireName, command.MigrationId, command.ServerUuid,
        command.RequestedBy.UserId ?? Anonymous, command.RequestedBy.ProjectId ?? NoProject, command.RequestedBy.RequestId);

    internal void Settled(MigrationCommand command) => LogSettled(
        command.Id, command.Kind.WireName, command.MigrationId, command.ServerUuid,
        command.RequestedBy.UserId ?? Anonymous, command.RequestedBy.ProjectId ?? NoProject, command.RequestedBy.RequestId,
        command.Outcome.WireName, command.Reason);

    [LoggerMessage(EventIds.CommandAccepted, LogLevel.Information,
        "Command {CommandId}: {Kind} of migration {MigrationId} of server {Server} accepted: "
        + "user {User}, project {Project}, request {RequestId}")]
    private partial void LogAccepted(
        long commandId, string kind, long migrationId, Guid server, string user, string project, string requestId);

    [LoggerMessage(EventIds.CommandSettled, LogLevel.Information,
        "Command {CommandId}: {Kind} of migration {MigrationId} of server {Server} settled: "
        + "user {User}, project {Project}, request {RequestId}: {Outcome}. {Reason}")]
    private partial void LogSettled(
        long commandId, string kind, long migrationId, Guid server, string user, string project, string requestId,
        string outcome, string? reason);
}
