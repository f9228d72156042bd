namespace Migrations.Stores;

/// <summary>Where the actions of servers can be read; commands write them as they are accepted and settled. Reads are short, block, and may come from any thread.</summary>
public interface IServerActionStore
{
    /// <summary>The server's actions, newest first.</summary>
    /// <returns>Null when the query's marker is not among them.</returns>
    /// <exception cref="StoreUnavailableException">The actions cannot be read: their file is gone, damaged or locked.</exception>
    IReadOnlyList<ServerAction>? Query(ServerActionQuery query);

    /// <summary>The action of a request; null when the request is not one about this server.</summary>
    /// <exception cref="StoreUnavailableException">As for <see cref="Query"/>.</exception>
    ActionWithEvents? Find(Guid serverUuid, string requestId);
}

/// <summary>An action, and what was done for it, newest first.</summary>
public sealed record ActionWithEvents(ServerAction Action, IReadOnlyList<ActionEvent> Events);

/// <summary>Which actions of a server to list; a null filter does not filter.</summary>
public sealed record ServerActionQuery
{
    public required Guid ServerUuid { get; init; }

    /// <summary>Updated at this time or later.</summary>
    public DateTimeOffset? ChangedSince { get; init; }

    /// <summary>Updated at this time or earlier.</summary>
    public DateTimeOffset? ChangedBefore { get; init; }

    /// <summary>The request of the last action of the page before.</summary>
    public string? Marker { get; init; }

    /// <summary>Maximum number of actions; null for all.</summary>
    public int? Limit { get; init; }
}
