using Dapper;
using Microsoft.Data.Sqlite;
using Migrations.Storage.Rows;

namespace Migrations.Storage.Stores;

/// <summary>The statements that keep the actions of a command in step with it.</summary>
internal static class ActionWrites
{
    /// <remarks>A repeat may come while the command is carried out; nothing is done for a request before it was made.</remarks>
    private const string InsertEvents =
        """
        INSERT INTO action_events (action_id, event, started_at, ended_at, result, host, details)
        SELECT id, @Event, max(started_at, @StartedAt), @EndedAt, @Result,
          (SELECT source_compute FROM migrations WHERE id = @MigrationId), @Details
        FROM actions
        """;

    /// <summary>What an action says when its newest event is as given; the condition of the update is to be added.</summary>
    public const string Summarize =
        """
        UPDATE actions
        SET updated_at = max(started_at, coalesce(@EndedAt, @StartedAt)), message = CASE @Result WHEN 'Error' THEN 'Error' END
        """;

    /// <returns>The id of the new action.</returns>
    public static long Insert(this SqliteConnection connection, SqliteTransaction transaction, NewAction action) =>
        connection.QuerySingle<long>(
            """
            INSERT INTO actions (server_uuid, request_id, action, user_id, project_id, started_at, updated_at, command_id, migration_id)
            VALUES (@ServerUuid, @RequestId, @Action, @UserId, @ProjectId, @StartedAt, @StartedAt, @CommandId, @MigrationId)
            RETURNING id
            """,
            action, transaction);

    /// <summary>Adds the action of a request to the command that it is for, which an earlier request may have given.</summary>
    public static void AddAction(
        this SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command, MigrationCommand requested)
    {
        var id = connection.Insert(transaction, NewAction.Of(
            command.ServerUuid, command.ActionName, requested.RequestedBy, requested.RequestedAt) with
        { CommandId = command.Id });
        if (EventOfCommand.From(command) is { } done)
            connection.Execute($"{InsertEvents} WHERE id = @ActionId", done with { ActionId = id }, transaction);
    }

    /// <summary>Tells the actions of a command how far it is.</summary>
    public static void UpdateActions(this SqliteConnection connection, SqliteTransaction transaction, MigrationCommand command)
    {
        if (EventOfCommand.From(command) is not { } done)
            return;
        connection.Execute(
            "DELETE FROM action_events WHERE action_id IN (SELECT id FROM actions WHERE command_id = @CommandId)", done, transaction);
        connection.Execute($"{InsertEvents} WHERE command_id = @CommandId", done, transaction);
        connection.Execute($"{Summarize} WHERE command_id = @CommandId", done, transaction);
    }
}

/// <summary>What a new row of <c>actions</c> says.</summary>
internal sealed record NewAction
{
    public required string ServerUuid { get; init; }
    public required string RequestId { get; init; }
    public required string Action { get; init; }
    public string? UserId { get; init; }
    public string? ProjectId { get; init; }
    public required long StartedAt { get; init; }

    /// <summary>The command that it is for; null for a start.</summary>
    public long? CommandId { get; init; }

    /// <summary>The migration that it starts; null for a command.</summary>
    public long? MigrationId { get; init; }

    public static NewAction Of(Guid serverUuid, string name, Requester by, DateTimeOffset at) => new()
    {
        ServerUuid = serverUuid.ToString(),
        RequestId = by.RequestId,
        Action = name,
        UserId = by.UserId,
        ProjectId = by.ProjectId,
        StartedAt = UnixMicroseconds.From(at),
    };
}

/// <summary>What the events of a command's actions say.</summary>
internal sealed record EventOfCommand
{
    public required long CommandId { get; init; }
    public required long MigrationId { get; init; }

    /// <summary>The action whose event it is; 0 when it is the same for all of the command.</summary>
    public long ActionId { get; init; }

    public required string Event { get; init; }
    public required long StartedAt { get; init; }
    public long? EndedAt { get; init; }
    public string? Result { get; init; }
    public string? Details { get; init; }

    /// <summary>Null while nothing has been done.</summary>
    public static EventOfCommand? From(MigrationCommand command) => command.ToEvent() is { } done
        ? new()
        {
            CommandId = command.Id,
            MigrationId = command.MigrationId,
            Event = done.Name,
            StartedAt = UnixMicroseconds.From(done.StartedAt),
            EndedAt = UnixMicroseconds.From(done.EndedAt),
            Result = done.Result,
            Details = done.Details,
        }
        : null;
}
