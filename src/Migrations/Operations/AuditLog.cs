using Microsoft.Extensions.Logging;

namespace Migrations.Operations;

/// <summary>Logs for security: each accepted command and start with who asked, and what became of commands. The host logs refusals in the same category.</summary>
public sealed partial class AuditLog(ILoggerFactory loggers)
{
    /// <summary>Name of the category.</summary>
    public const string Category = "Migrations.Audit";

    /// <summary>Stands for the user of a caller who has not authenticated.</summary>
    public const string Anonymous = "(anonymous)";

    /// <summary>Stands for the project of a caller who has none.</summary>
    public const string NoProject = "(none)";

    /// <summary>Stands for the host of a start that leaves the choice to this service.</summary>
    private const string AnyHost = "(any)";

    private readonly ILogger _logger = loggers.CreateLogger(Category);

    internal void Accepted(MigrationCommand command) => LogAccepted(
        command.Id, command.Kind.WireName, command.MigrationId, command.ServerUuid,
        command.RequestedBy.UserId ?? Anonymous, command.RequestedBy.ProjectId ?? NoProject, command.RequestedBy.RequestId);

    internal void Settled(MigrationCommand command) => LogSettled(
        command.Id, command.Kind.WireName, command.MigrationId, command.ServerUuid,
        command.RequestedBy.UserId ?? Anonymous, command.RequestedBy.ProjectId ?? NoProject, command.RequestedBy.RequestId,
        command.Outcome.WireName, command.Reason);

    internal void Accepted(Migration migration, MigrationStart start) => LogStartAccepted(
        migration.Id, migration.ServerUuid, start.Order.Host ?? AnyHost,
        start.RequestedBy.UserId ?? Anonymous, start.RequestedBy.ProjectId ?? NoProject, start.RequestedBy.RequestId);

    /// <param name="what">What the policy does, with the setting that says so.</param>
    internal void PolicyApplied(Migration migration, string what) => LogPolicyApplied(migration.Id, migration.ServerUuid, what);

    /// <param name="terms">What holds from now on.</param>
    internal void PolicyChanged(Migration migration, Requester by, string terms) => LogPolicyChanged(
        migration.Id, migration.ServerUuid, by.UserId ?? Anonymous, by.ProjectId ?? NoProject, by.RequestId, terms);

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

    [LoggerMessage(EventIds.StartAccepted, LogLevel.Information,
        "Start of migration {MigrationId} of server {Server} to host {Host} accepted: user {User}, project {Project}, request {RequestId}")]
    private partial void LogStartAccepted(long migrationId, Guid server, string host, string user, string project, string requestId);

    [LoggerMessage(EventIds.PolicyApplied, LogLevel.Information, "Policy of migration {MigrationId} of server {Server}: {What}")]
    private partial void LogPolicyApplied(long migrationId, Guid server, string what);

    [LoggerMessage(EventIds.PolicyChanged, LogLevel.Information,
        "Policy of migration {MigrationId} of server {Server} changed: user {User}, project {Project}, request {RequestId}: {Terms}")]
    private partial void LogPolicyChanged(long migrationId, Guid server, string user, string project, string requestId, string terms);
}
