using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Connections;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>Accepted commands in SQLite, and what they mean for the actions of their requests.</summary>
public sealed class CommandStore(MigrationsDatabase database) : ICommandStore
{
    private const string Columns =
        """
        id, migration_id, server_uuid, kind, requester_user_id, requester_project_id, request_id,
        requested_at, started_at, ended_at, outcome, means, reason, because
        """;

    private readonly SharedTransactions<MigrationCommand, MigrationCommand> _acceptances = new(database, Accept);

    public async Task<MigrationCommand> AcceptAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        var accepted = await _acceptances.WriteAsync(command, cancellationToken);
        database.TellOfEvents();
        return accepted;
    }

    public IReadOnlyList<MigrationCommand> Pending() => database.Read(connection =>
        connection.Query<CommandRow>($"SELECT {Columns} FROM commands WHERE outcome = 'pending' ORDER BY id")
            .Select(row => row.ToCommand()).ToList());

    public async Task SaveAsync(MigrationCommand command, CancellationToken cancellationToken)
    {
        var isSettled = command.Outcome != CommandOutcome.Pending;
        await database.WriteAsync((connection, transaction) =>
        {
            connection.UpdateActions(transaction, command);
            if (isSettled)
                connection.AddEvent(transaction, command);
            return connection.Execute(
                """
                UPDATE commands
                SET started_at = @StartedAt, ended_at = @EndedAt, outcome = @Outcome, means = @Means, reason = @Reason
                WHERE id = @Id
                """,
                CommandRow.From(command), transaction);
        }, cancellationToken);
        if (isSettled)
            database.TellOfEvents();
    }

    public IReadOnlyList<MigrationCommand> Of(long migrationId) => database.Read(connection =>
        connection.Query<CommandRow>(
                $"SELECT {Columns} FROM commands WHERE migration_id = @MigrationId ORDER BY id",
                new MigrationIdParameter(migrationId))
            .Select(row => row.ToCommand()).ToList());

    private static MigrationCommand Accept(SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command)
    {
        var id = Insert(connection, transaction, command);
        var accepted = id is null ? FindPending(connection, transaction, command) : command with { Id = id.Value };
        if (id is not null)
        {
            connection.AddPolicyEvent(transaction, accepted);
            connection.AddEvent(transaction, accepted);
        }
        connection.AddAction(transaction, accepted, command);
        return accepted;
    }

    /// <summary>The new id, or null when one of the same kind is pending.</summary>
    private static long? Insert(SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command) =>
        connection.QuerySingleOrDefault<long?>(
            """
            INSERT INTO commands (
              migration_id, server_uuid, kind, requester_user_id, requester_project_id, request_id,
              requested_at, started_at, ended_at, outcome, means, reason, because)
            VALUES (
              @MigrationId, @ServerUuid, @Kind, @RequesterUserId, @RequesterProjectId, @RequestId,
              @RequestedAt, @StartedAt, @EndedAt, @Outcome, @Means, @Reason, @Because)
            ON CONFLICT (migration_id, kind) WHERE outcome = 'pending' DO NOTHING
            RETURNING id
            """,
            CommandRow.From(command), transaction);

    private static MigrationCommand FindPending(
        SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command) =>
        connection.QuerySingle<CommandRow>(
            $"""
            SELECT {Columns} FROM commands
            WHERE migration_id = @MigrationId AND kind = @Kind AND outcome = 'pending'
            """,
            CommandRow.From(command), transaction).ToCommand();
}

internal sealed record MigrationIdParameter(long MigrationId);
