using Microsoft.Extensions.Logging;

namespace Migrations.Operations;

/// <summary>Logs for security: each accepted command with who asked, and what became of it. The host logs refusals in the same category.</summary>
public sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>Name of the category.</summary>
    public const string Category = "Migrations.Audit";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    internal void Accepted(MigrationCommand command) => LogAccepted(
        command.Id, command.Kind.WireName, command.MigrationId, command.ServerUuid,
        command.RequestedBy.UserId, command.RequestedBy.ProjectId, command.RequestedBy.RequestId);

    internal void Settled(MigrationCommand command) => LogSettled(
        command.Id, command.Kind.WireName, command.MigrationId, command.ServerUuid,
        command.RequestedBy.UserId, command.RequestedBy.ProjectId, command.RequestedBy.RequestId,
        command.Outcome.WireName, command.Means?.WireName, command.Reason);

    [LoggerMessage(EventIds.CommandAccepted, LogLevel.Information,
        "Command {CommandId}: {Kind} of migration {MigrationId} of server {Server} accepted: "
        + "user {User}, project {Project}, request {RequestId}")]
    private partial void LogAccepted(
        long commandId, string kind, long migrationId, Guid server, string? user, string? project, string requestId);

    [LoggerMessage(EventIds.CommandSettled, LogLevel.Information,
        "Command {CommandId}: {Kind} of migration {MigrationId} of server {Server} settled: "
        + "user {User}, project {Project}, request {RequestId}: {Outcome} {Means} {Reason}")]
    private partial void LogSettled(
        long commandId, string kind, long migrationId, Guid server, string? user, string? project, string requestId,
        string outcome, string? means, string? reason);
}
