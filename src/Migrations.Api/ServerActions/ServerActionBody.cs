using System.Text.Json.Serialization;
using Migrations.Api.Wire;

namespace Migrations.Api.ServerActions;

/// <summary>An accepted request about a server.</summary>
public class ServerActionBody(ServerAction action)
{
    /// <summary>What was asked for: live-migration, live_migration_force_complete or live_migration_cancel.</summary>
    public string Action { get; } = action.Name;

    /// <summary>UUID of the server.</summary>
    public Guid InstanceUuid { get; } = action.ServerUuid;

    /// <summary>The request, as its x-openstack-request-id said.</summary>
    public string RequestId { get; } = action.RequestId;

    /// <summary>User who asked for it.</summary>
    public string? UserId { get; } = action.UserId;

    /// <summary>Project of that user's token.</summary>
    public string? ProjectId { get; } = action.ProjectId;

    /// <summary>When it was accepted: UTC, microseconds, no zone.</summary>
    public string StartTime { get; } = NovaTime.Format(action.StartedAt);

    /// <summary>Error when an event has failed; null otherwise.</summary>
    public string? Message { get; } = action.Message;

    /// <summary>When the action or one of its events last changed, in the form of start_time.</summary>
    [NewIn(2, 58)]
    public string? UpdatedAt { get; } = action.UpdatedAt is { } updated ? NovaTime.Format(updated) : null;
}

/// <summary>An accepted request about a server, with what was done for it.</summary>
public sealed class ShownActionBody(ServerAction action, IReadOnlyList<ActionEventBody>? events) : ServerActionBody(action)
{
    /// <summary>What was done for it, newest first; before 2.51 only for those who may see all of an event.</summary>
    [JsonPropertyOrder(1)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ActionEventBody>? Events { get; } = events;
}

/// <summary>Something that was done for an action.</summary>
/// <param name="projectId">Project of the action, else of the server.</param>
/// <param name="withHost">Whether the caller may see the host and the traceback; else those fields are absent.</param>
/// <param name="withDetails">Whether the caller may see the details; else that field is absent.</param>
public sealed class ActionEventBody(ActionEvent done, string? projectId, bool withHost, bool withDetails)
{
    /// <summary>
    /// What was done: compute_live_migration_force_complete, compute_live_migration_abort, or for a start the pre-check
    /// (conductor_live_migrate_instance; conductor_migrate_server when the caller has waited for it) and compute_live_migration.
    /// </summary>
    public string Event { get; } = done.Name;

    /// <summary>When it began, in the form of the action's.</summary>
    public string StartTime { get; } = NovaTime.Format(done.StartedAt);

    /// <summary>When it was over; null until then.</summary>
    public string? FinishTime { get; } = done.EndedAt is { } ended ? NovaTime.Format(ended) : null;

    /// <summary>Success or Error; null until it is over.</summary>
    public string? Result { get; } = done.Result;

    /// <summary>Always null: what failed is in details. Only for those who may see all of an event.</summary>
    [NotForEverybody]
    public string? Traceback { get; } = done.Traceback;

    /// <summary>Compute host that did it. Only for those who may see all of an event.</summary>
    [NewIn(2, 62)]
    [NotForEverybody]
    public string? Host { get; } = done.Host;

    /// <summary>The host in a form that tells one project's hosts apart without naming them; empty when the host is not known.</summary>
    [NewIn(2, 62)]
    [JsonPropertyName("hostId")]
    public string HostId { get; } = Api.ServerActions.HostId.Of(projectId, done.Host);

    /// <summary>Why it failed, for a person; null unless it has. Only for those who may see details.</summary>
    [NewIn(2, 84)]
    [NotForEverybody]
    public string? Details { get; } = done.Details;

    /// <summary>Whether a field is for the caller.</summary>
    internal bool Shows(string field) => field switch
    {
        "traceback" or "host" => withHost,
        "details" => withDetails,
        _ => true,
    };
}

/// <summary>The answer of list.</summary>
/// <param name="InstanceActions">Newest first.</param>
/// <param name="Links">The next page, when there may be one.</param>
public sealed record ServerActionListBody(
    [property: JsonPropertyName("instanceActions")] IReadOnlyList<ServerActionBody> InstanceActions,
    [property: NewIn(2, 58), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LinkBody>? Links);

/// <summary>The answer of show.</summary>
public sealed record ServerActionShowBody([property: JsonPropertyName("instanceAction")] ShownActionBody InstanceAction);

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ServerActionListBody))]
[JsonSerializable(typeof(ServerActionShowBody))]
internal sealed partial class ServerActionsJson : JsonSerializerContext;
