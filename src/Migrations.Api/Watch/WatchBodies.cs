using System.Text.Json;
using System.Text.Json.Serialization;

namespace Migrations.Api.Watch;

/// <summary>A migration as the stream gives it; only what is shown is read.</summary>
internal sealed record WatchedMigration(WatchedServer Server, WatchedRecord Migration, WatchedProgress Progress)
{
    public long Id => Migration.Id;

    /// <summary>A status that this program does not know is one in progress.</summary>
    public bool IsOver => MigrationStatuses.FromWireName(Migration.Status)?.IsFinal == true;
}

internal sealed record WatchedServer(Guid Id, string Name);

internal sealed record WatchedRecord(long Id, string Status);

/// <summary>See <see cref="ServerMigrations.ProgressBody"/>.</summary>
internal sealed record WatchedProgress
{
    public int Percent { get; init; }
    public string? Reason { get; init; }
    public string? EndedAt { get; init; }
    public string? Verdict { get; init; }
    public string? VerdictText { get; init; }
    public double? TimeLeftSeconds { get; init; }
    public string? TimeLeftKind { get; init; }
    public long? MemoryBytesPerSecond { get; init; }
    public long? DiskBytesPerSecond { get; init; }
    public string? SampledAt { get; init; }

    [JsonIgnore]
    public long? BytesPerSecond => MemoryBytesPerSecond is null && DiskBytesPerSecond is null
        ? null
        : (MemoryBytesPerSecond ?? 0) + (DiskBytesPerSecond ?? 0);
}

/// <summary>See <see cref="EventStreams.EventBody"/>.</summary>
internal sealed record WatchedEvent(string Kind, string OccurredAt, string Status, string? Verdict, string? Text, WatchedCommand? Command);

internal sealed record WatchedCommand(string Kind, string Outcome, string? Means, string RequestId);

/// <summary>Reads the events of the stream.</summary>
internal static class WatchBodies
{
    /// <returns>Null for an event of a name that this program does not know.</returns>
    /// <exception cref="JsonException">The data has another form.</exception>
    public static WatchNews? Read(string name, ReadOnlySpan<byte> data) => name switch
    {
        "snapshot" => JsonSerializer.Deserialize(data, WatchJson.Default.Snapshot),
        "migration" => JsonSerializer.Deserialize(data, WatchJson.Default.ChangeData) is { } change
            ? new WatchNews.Change(change.Event, new WatchedMigration(change.Server, change.Migration, change.Progress))
            : null,
        "progress" => JsonSerializer.Deserialize(data, WatchJson.Default.WatchedMigration) is { } item ? new WatchNews.Numbers(item) : null,
        "heartbeat" => JsonSerializer.Deserialize(data, WatchJson.Default.Freshness),
        _ => null,
    };
}

internal sealed record ChangeData(WatchedEvent Event, WatchedServer Server, WatchedRecord Migration, WatchedProgress Progress);

/// <summary>Source-generated readers. A member that is missing is a mistake, one that is not known is none.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata,
    RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(WatchNews.Snapshot))]
[JsonSerializable(typeof(WatchNews.Freshness))]
[JsonSerializable(typeof(WatchedMigration))]
[JsonSerializable(typeof(ChangeData))]
internal sealed partial class WatchJson : JsonSerializerContext;
