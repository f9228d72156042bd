namespace Migrations;

/// <summary>What one decision changes; committed and published as a whole.</summary>
public sealed record LiveChanges
{
    public static LiveChanges None { get; } = new();

    /// <summary>New migrations (id 0), changed ones and newly final ones.</summary>
    public IReadOnlyList<LiveMigration> Migrations { get; init; } = [];

    /// <summary>New and changed servers.</summary>
    public IReadOnlyList<Server> Servers { get; init; } = [];

    /// <summary>Servers that are gone and have no migrations to remember.</summary>
    public IReadOnlyList<Guid> ForgottenServers { get; init; } = [];
}
