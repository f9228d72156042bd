using Microsoft.Extensions.Logging;
using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations;

/// <summary>The one log category for what security cares about: refusals, and commands with who asked and what became of them.</summary>
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

    [LoggerMessage(EventIds.RequestRefused, LogLevel.Warning,
        "{Method} {Path} refused with {Status}: user {User}, project {Project}, request {RequestId}, from {Address}")]
    public partial void Refused(
        string method, string path, int status, string? user, string? project, string requestId, string? address);

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
