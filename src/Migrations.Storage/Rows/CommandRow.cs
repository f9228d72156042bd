using Migrations.Drivers;

namespace Migrations.Storage.Rows;

/// <summary>A row of <c>commands</c>.</summary>
internal sealed record CommandRow
{
    public required long Id { get; init; }
    public required long MigrationId { get; init; }
    public required string ServerUuid { get; init; }
    public required string Kind { get; init; }
    public string? RequesterUserId { get; init; }
    public string? RequesterProjectId { get; init; }
    public required string RequestId { get; init; }
    public required long RequestedAt { get; init; }
    public long? StartedAt { get; init; }
    public long? EndedAt { get; init; }
    public required string Outcome { get; init; }
    public string? Means { get; init; }
    public string? Reason { get; init; }
    public string? Because { get; init; }

    public static CommandRow From(MigrationCommand command) => new()
    {
        Id = command.Id,
        MigrationId = command.MigrationId,
        ServerUuid = command.ServerUuid.ToString(),
        Kind = command.Kind.WireName,
        RequesterUserId = command.RequestedBy.UserId,
        RequesterProjectId = command.RequestedBy.ProjectId,
        RequestId = command.RequestedBy.RequestId,
        RequestedAt = UnixMicroseconds.From(command.RequestedAt),
        StartedAt = UnixMicroseconds.From(command.StartedAt),
        EndedAt = UnixMicroseconds.From(command.EndedAt),
        Outcome = command.Outcome.WireName,
        Means = command.Means?.WireName,
        Reason = command.Reason,
        Because = command.RequestedBy.Because,
    };

    public MigrationCommand ToCommand() => new()
    {
        Id = Id,
        MigrationId = MigrationId,
        ServerUuid = Guid.Parse(ServerUuid),
        Kind = CommandKinds.FromWireName(Kind)!.Value,
        RequestedBy = new Requester(RequesterUserId, RequesterProjectId, RequestId) { Because = Because },
        RequestedAt = UnixMicroseconds.ToTime(RequestedAt),
        StartedAt = UnixMicroseconds.ToTime(StartedAt),
        EndedAt = UnixMicroseconds.ToTime(EndedAt),
        Outcome = CommandOutcomes.FromWireName(Outcome)!.Value,
        Means = Means is { } means ? MeansOfForceComplete.FromWireName(means)!.Value : null,
        Reason = Reason,
    };
}
