namespace Migrations.Storage;

internal sealed record UuidParameter(string Uuid);

internal sealed record MigrationIdParameter(long MigrationId);

internal sealed record MigrationKey(long Id, string ServerUuid);

internal sealed record HighestIdParameter(long Id);

internal sealed record PruneParameters(long EndedBefore, int Limit);
