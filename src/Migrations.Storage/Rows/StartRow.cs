namespace Migrations.Storage.Rows;

/// <summary>A row of <c>starts</c>, with the ids of its migration.</summary>
internal sealed record StartRow
{
    public required long MigrationId { get; init; }
    public required string Uuid { get; init; }
    public required string ServerUuid { get; init; }
    public string? Host { get; init; }
    public required bool IsForced { get; init; }
    public required string Disks { get; init; }
    public string? RequesterUserId { get; init; }
    public string? RequesterProjectId { get; init; }
    public required string RequestId { get; init; }
    public required long RequestedAt { get; init; }
    public required bool IsAwaited { get; init; }
    public long? CheckedAt { get; init; }
    public long? CalledAt { get; init; }
    public long? Deadline { get; init; }
    public string? TimeoutAction { get; init; }
    public long? MaxDowntime { get; init; }
    public long? Bandwidth { get; init; }
    public long? AllowedDowntime { get; init; }

    public static StartRow From(MigrationStart start, Migration migration) => new()
    {
        MigrationId = migration.Id,
        Uuid = start.Order.MigrationUuid.ToString(),
        ServerUuid = start.Order.ServerUuid.ToString(),
        Host = start.Order.Host,
        IsForced = start.Order.IsForced,
        Disks = start.Order.Disks.WireName,
        RequesterUserId = start.RequestedBy.UserId,
        RequesterProjectId = start.RequestedBy.ProjectId,
        RequestId = start.RequestedBy.RequestId,
        RequestedAt = UnixMicroseconds.From(start.RequestedAt),
        IsAwaited = start.IsAwaited,
        CheckedAt = UnixMicroseconds.From(start.CheckedAt),
        CalledAt = UnixMicroseconds.From(start.CalledAt),
        Deadline = UnixMicroseconds.From(start.Terms.Deadline),
        TimeoutAction = start.Terms.Action?.WireName,
        MaxDowntime = UnixMicroseconds.From(start.Terms.MaxDowntime),
        Bandwidth = start.Terms.MebibytesPerSecond,
        AllowedDowntime = UnixMicroseconds.From(start.AllowedDowntime),
    };

    public MigrationStart ToStart() => new()
    {
        Order = new StartOrder(Guid.Parse(ServerUuid), Guid.Parse(Uuid), Host, IsForced, DiskCopies.FromWireName(Disks)!.Value),
        RequestedBy = new Requester(RequesterUserId, RequesterProjectId, RequestId),
        RequestedAt = UnixMicroseconds.ToTime(RequestedAt),
        IsAwaited = IsAwaited,
        CheckedAt = UnixMicroseconds.ToTime(CheckedAt),
        CalledAt = UnixMicroseconds.ToTime(CalledAt),
        Terms = new EndingTerms
        {
            Deadline = UnixMicroseconds.ToLength(Deadline),
            Action = TimeoutAction is { } action ? CommandKinds.FromWireName(action)!.Value : null,
            MaxDowntime = UnixMicroseconds.ToLength(MaxDowntime),
            MebibytesPerSecond = Bandwidth,
        },
        AllowedDowntime = UnixMicroseconds.ToLength(AllowedDowntime),
    };
}
