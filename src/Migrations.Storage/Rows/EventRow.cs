namespace Migrations.Storage.Rows;

/// <summary>A row of <c>events</c>.</summary>
internal sealed record EventRow
{
    /// <summary>The columns of a row, to select.</summary>
    public const string Columns =
        """
        id, kind, migration_id, server_uuid, occurred_at, status, verdict, text,
        command_id, command_kind, command_outcome, command_means, request_id
        """;

    public long Id { get; init; }
    public required string Kind { get; init; }
    public required long MigrationId { get; init; }
    public required string ServerUuid { get; init; }
    public required long OccurredAt { get; init; }
    public required string Status { get; init; }
    public string? Verdict { get; init; }
    public string? Text { get; init; }
    public long? CommandId { get; init; }
    public string? CommandKind { get; init; }
    public string? CommandOutcome { get; init; }
    public string? CommandMeans { get; init; }
    public string? RequestId { get; init; }

    /// <param name="migrationId">The id that the migration was given.</param>
    public static EventRow From(MigrationEvent told, long migrationId) => new()
    {
        Kind = told.Kind.WireName,
        MigrationId = migrationId,
        ServerUuid = told.ServerUuid.ToString(),
        OccurredAt = UnixMicroseconds.From(told.OccurredAt),
        Status = told.Status.WireName,
        Verdict = told.Verdict?.WireName,
        Text = told.Text,
    };

    public MigrationEvent ToEvent() => new()
    {
        Id = Id,
        Kind = MigrationEventKinds.FromWireName(Kind)!.Value,
        MigrationId = MigrationId,
        ServerUuid = Guid.Parse(ServerUuid),
        OccurredAt = UnixMicroseconds.ToTime(OccurredAt),
        Status = MigrationStatuses.FromWireName(Status)!.Value,
        Verdict = Verdict is { } verdict ? Verdicts.FromWireName(verdict) : null,
        Text = Text,
        Command = CommandId is { } id ? ToCommand(id) : null,
    };

    private EventCommand ToCommand(long id) => new(
        id,
        CommandKinds.FromWireName(CommandKind!)!.Value,
        CommandOutcomes.FromWireName(CommandOutcome!)!.Value,
        CommandMeans is { } means ? MeansOfForceComplete.FromWireName(means)!.Value : null,
        RequestId!);
}
