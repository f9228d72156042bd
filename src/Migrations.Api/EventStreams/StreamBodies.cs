using System.Globalization;
using System.Text.Json.Serialization;
using Migrations.Api.ServerMigrations;

namespace Migrations.Api.EventStreams;

/// <summary>A migration as a stream shows it.</summary>
/// <param name="Server">The server being migrated.</param>
/// <param name="Migration">The migration as show gives it in this version, also when it is over.</param>
/// <param name="Progress">How it goes, or went.</param>
public sealed record ItemBody(ItemServerBody Server, MigrationBody Migration, ProgressBody Progress);

/// <summary>The server of a migration.</summary>
public sealed record ItemServerBody(Guid Id, string Name);

/// <summary>The data of <c>event: migration</c>: what has changed, and the migration as it is now.</summary>
public sealed record EventItemBody(EventBody Event, ItemServerBody Server, MigrationBody Migration, ProgressBody Progress);

/// <summary>A change of a migration.</summary>
public sealed class EventBody(MigrationEvent told)
{
    /// <summary>Id of the event; also that of its frame.</summary>
    public long Id { get; } = told.Id;

    /// <summary>seen, status, verdict, command_accepted, command_settled, ended or policy.</summary>
    public string Kind { get; } = told.Kind.WireName;

    /// <summary>When it happened: ISO 8601, UTC.</summary>
    public string OccurredAt { get; } = StreamTime.Format(told.OccurredAt);

    /// <summary>Id of the migration.</summary>
    public long MigrationId { get; } = told.MigrationId;

    /// <summary>The server being migrated.</summary>
    public Guid ServerUuid { get; } = told.ServerUuid;

    /// <summary>Status of the migration after the change.</summary>
    public string Status { get; } = told.Status.WireName;

    /// <summary>waiting, unknown, converging, stalled, certain or ending, as it was told last; null when the migration is over.</summary>
    public string? Verdict { get; } = told.Verdict?.WireName;

    /// <summary>Why, for a person; null when there is nothing to add.</summary>
    public string? Text { get; } = told.Text;

    /// <summary>The command that was accepted or settled; null in events of other kinds.</summary>
    public EventCommandBody? Command { get; } = told.Command is { } command ? new EventCommandBody(command) : null;
}

/// <summary>A command that an event tells of.</summary>
public sealed class EventCommandBody(EventCommand command)
{
    /// <summary>Id of the command, in the log.</summary>
    public long Id { get; } = command.Id;

    /// <summary>force_complete or abort.</summary>
    public string Kind { get; } = command.Kind.WireName;

    /// <summary>pending, done, refused, too_late or unreachable.</summary>
    public string Outcome { get; } = command.Outcome.WireName;

    /// <summary>How a force-complete was carried out: post_copy or pause; null for an abort, and before it has been.</summary>
    public string? Means { get; } = command.Means?.WireName;

    /// <summary>The request that gave it, as its x-openstack-request-id said.</summary>
    public string RequestId { get; } = command.RequestId;
}

/// <summary>The data of <c>event: heartbeat</c>.</summary>
/// <param name="seenAt">When the hypervisor was last seen; null before that.</param>
/// <param name="staleBecause">Why what is shown may be out of date; null while it is not.</param>
public sealed class HeartbeatBody(DateTimeOffset? seenAt, string? staleBecause)
{
    public string? SeenAt { get; } = seenAt is { } at ? StreamTime.Format(at) : null;

    public string? StaleBecause { get; } = staleBecause;
}

/// <summary>Browsers read times with a zone only; Nova's have none.</summary>
internal static class StreamTime
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}

/// <summary>Source-generated writers of the bodies, nulls included.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ItemBody))]
[JsonSerializable(typeof(EventItemBody))]
[JsonSerializable(typeof(HeartbeatBody))]
internal sealed partial class StreamJson : JsonSerializerContext;
