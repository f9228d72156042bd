namespace Migrations.Storage.Rows;

/// <summary>A row of <c>actions</c>.</summary>
internal sealed record ActionRow
{
    /// <summary>The columns of a row, to select.</summary>
    public const string Columns = "id, server_uuid, request_id, action, user_id, project_id, started_at, updated_at, message";

    public required long Id { get; init; }
    public required string ServerUuid { get; init; }
    public required string RequestId { get; init; }
    public required string Action { get; init; }
    public string? UserId { get; init; }
    public string? ProjectId { get; init; }
    public required long StartedAt { get; init; }
    public long? UpdatedAt { get; init; }
    public string? Message { get; init; }

    public ServerAction ToAction() => new()
    {
        ServerUuid = Guid.Parse(ServerUuid),
        RequestId = RequestId,
        Name = Action,
        UserId = UserId,
        ProjectId = ProjectId,
        StartedAt = UnixMicroseconds.ToTime(StartedAt),
        UpdatedAt = UnixMicroseconds.ToTime(UpdatedAt),
        Message = Message,
    };
}

/// <summary>A row of <c>action_events</c>.</summary>
internal sealed record ActionEventRow
{
    /// <summary>The columns of a row, to select.</summary>
    public const string Columns = "event, started_at, ended_at, result, host, traceback, details";

    public required string Event { get; init; }
    public required long StartedAt { get; init; }
    public long? EndedAt { get; init; }
    public string? Result { get; init; }
    public string? Host { get; init; }
    public string? Traceback { get; init; }
    public string? Details { get; init; }

    public ActionEvent ToEvent() => new()
    {
        Name = Event,
        StartedAt = UnixMicroseconds.ToTime(StartedAt),
        EndedAt = UnixMicroseconds.ToTime(EndedAt),
        Result = Result,
        Host = Host,
        Traceback = Traceback,
        Details = Details,
    };
}
