namespace Migrations.Model;

/// <summary>An accepted request about a server, and what was done for it; Nova's instance action (nova/objects/instance_action.py).</summary>
public sealed record ServerAction
{
    public required Guid ServerUuid { get; init; }

    /// <summary>What was asked for, in Nova's words: <c>live_migration_cancel</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The request, as its <c>x-openstack-request-id</c> said.</summary>
    public required string RequestId { get; init; }

    /// <summary>User who asked for it.</summary>
    public string? UserId { get; init; }

    /// <summary>Project of that user's token.</summary>
    public string? ProjectId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the action or one of its events last changed; null when it is not known.</summary>
    public DateTimeOffset? UpdatedAt { get; init; }

    /// <summary><c>Error</c> once an event has failed; null when there is nothing to say.</summary>
    public string? Message { get; init; }
}

/// <summary>Something that a host did for a <see cref="ServerAction"/>.</summary>
public sealed record ActionEvent
{
    public const string Success = "Success";
    public const string Error = "Error";

    /// <summary>What was done, in Nova's words: <c>compute_live_migration_abort</c>.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is being done.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary><see cref="Success"/> or <see cref="Error"/>; null while it is being done.</summary>
    public string? Result { get; init; }

    /// <summary>The compute host that did it; null when it is not known.</summary>
    public string? Host { get; init; }

    /// <summary>Where in Nova's code it failed; null for what this service did.</summary>
    public string? Traceback { get; init; }

    /// <summary>Why it failed, for a person; null unless it has.</summary>
    public string? Details { get; init; }
}

/// <summary>What a start means for the action of its request.</summary>
public static class ActionsOfStarts
{
    /// <summary>Nova's name of the action (nova/compute/instance_actions.py).</summary>
    public const string ActionName = "live-migration";

    extension(MigrationStart start)
    {
        /// <summary>The events of starting the migration, in the order in which they began; none while nothing has been found out.</summary>
        /// <remarks>A migration that ends after the pre-check and before it is begun has an event without length, so that its reason is shown.</remarks>
        public IReadOnlyList<ActionEvent> ToEvents(Migration migration)
        {
            var events = new List<ActionEvent>();
            if ((start.CheckedAt ?? migration.EndedAt) is { } checkedAt)
                events.Add(EventOf(start.IsAwaited ? "conductor_migrate_server" : "conductor_live_migrate_instance",
                    start.RequestedAt, checkedAt, migration, isDone: start.CheckedAt is not null));
            if (start.CheckedAt is not null && (start.CalledAt ?? migration.EndedAt) is { } began)
                events.Add(EventOf("compute_live_migration", began, migration.EndedAt, migration,
                    isDone: migration.Status == MigrationStatus.Completed));
            return events;
        }
    }

    private static ActionEvent EventOf(string name, DateTimeOffset began, DateTimeOffset? ended, Migration migration, bool isDone) => new()
    {
        Name = name,
        StartedAt = began,
        EndedAt = ended,
        Result = ended is null ? null : isDone ? ActionEvent.Success : ActionEvent.Error,
        Host = migration.SourceCompute,
        Details = ended is null || isDone ? null : migration.Reason,
    };
}

/// <summary>What a command means for the action of its request.</summary>
public static class ActionsOfCommands
{
    extension(MigrationCommand command)
    {
        /// <summary>Nova's name of the action (nova/compute/instance_actions.py).</summary>
        public string ActionName =>
            command.Kind == CommandKind.Abort ? "live_migration_cancel" : "live_migration_force_complete";

        /// <summary>The event of carrying the command out; null while that has not begun.</summary>
        /// <remarks>A command that is settled before the driver was asked has an event without length, so that its reason is shown.</remarks>
        public ActionEvent? ToEvent() => (command.StartedAt ?? command.EndedAt) is { } startedAt
            ? new()
            {
                Name = command.Kind == CommandKind.Abort ? "compute_live_migration_abort" : "compute_live_migration_force_complete",
                StartedAt = startedAt,
                EndedAt = command.EndedAt,
                Result = command.Outcome switch
                {
                    CommandOutcome.Pending => null,
                    CommandOutcome.Done => ActionEvent.Success,
                    _ => ActionEvent.Error,
                },
                Details = command.Outcome is CommandOutcome.Pending or CommandOutcome.Done ? null : command.Reason,
            }
            : null;
    }
}
