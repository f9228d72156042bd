namespace Migrations.Storage.Rows;

/// <summary>A row of <c>servers</c>.</summary>
internal sealed record ServerRow
{
    public required string Uuid { get; init; }
    public required string Name { get; init; }
    public required string State { get; init; }
    public string? TaskState { get; init; }
    public required bool Locked { get; init; }
    public string? Host { get; init; }
    public string? UserId { get; init; }
    public string? ProjectId { get; init; }
    public required bool Deleted { get; init; }

    public static ServerRow From(Server server) => new()
    {
        Uuid = server.Uuid.ToString(),
        Name = server.Name,
        State = server.State.WireName,
        TaskState = server.TaskState,
        Locked = server.Locked,
        Host = server.Host,
        UserId = server.UserId,
        ProjectId = server.ProjectId,
        Deleted = server.Deleted,
    };

    public Server ToServer() => new()
    {
        Uuid = Guid.Parse(Uuid),
        Name = Name,
        State = ServerStates.FromWireName(State)!.Value,
        TaskState = TaskState,
        Locked = Locked,
        Host = Host,
        UserId = UserId,
        ProjectId = ProjectId,
        Deleted = Deleted,
    };
}
