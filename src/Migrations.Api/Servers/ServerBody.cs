using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.Servers;

/// <summary>A server, as far as clients need it before they ask for its migrations.</summary>
/// <remarks>The empty parts are those without which clients fail; a hypervisor does not tell them.</remarks>
public sealed class ServerBody(Server server, int? progress, bool withHost, string root, Microversion version)
{
    /// <summary>UUID of the server.</summary>
    public Guid Id { get; } = server.Uuid;

    /// <summary>Name of the server; need not be unique.</summary>
    public string Name { get; } = server.Name;

    /// <summary>Nova's view of state and task: ACTIVE, MIGRATING, PAUSED, SUSPENDED, SHUTOFF or ERROR.</summary>
    public string Status { get; } = ServerStatus.Of(server);

    /// <summary>Project that owns the server; null when it is not known.</summary>
    public string? TenantId { get; } = server.ProjectId;

    /// <summary>User who owns the server; null when it is not known.</summary>
    public string? UserId { get; } = server.UserId;

    /// <summary>How far its live migration is, in percent; never falls. Absent when there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Progress { get; } = progress;

    /// <summary>Always empty.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Always empty.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Always empty.</summary>
    public string Image { get; } = "";

    /// <summary>The flavor in the form of the version; its values are always empty.</summary>
    public FlavorBody Flavor { get; } = FlavorBody.At(version);

    /// <summary>Where to show the server.</summary>
    public IReadOnlyList<LinkBody> Links { get; } = ServerReferenceBody.LinksTo(server, root);

    /// <summary>What is being done to the server (migrating); null when it is left alone.</summary>
    [JsonPropertyName("OS-EXT-STS:task_state")]
    public string? TaskState { get; } = server.TaskState;

    /// <summary>State of the server: active, paused, suspended, stopped or error.</summary>
    [JsonPropertyName("OS-EXT-STS:vm_state")]
    public string VmState { get; } = server.State.WireName;

    /// <summary>1 running, 3 paused, 4 shut down, 7 suspended, 0 unknown.</summary>
    [JsonPropertyName("OS-EXT-STS:power_state")]
    public int PowerState { get; } = ServerStatus.PowerStateOf(server);

    /// <summary>Compute host; shown to administrators only.</summary>
    [JsonPropertyName("OS-EXT-SRV-ATTR:host")]
    public string? Host { get; } = withHost ? server.Host : null;
}

/// <summary>The flavor of a server, which is not known.</summary>
public sealed class FlavorBody
{
    private static readonly FlavorBody Referred = new() { Id = "" };
    private static readonly FlavorBody Embedded = new() { OriginalName = "" };

    /// <summary>Always empty; absent since 2.47.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; private init; }

    /// <summary>Always empty; absent before 2.47.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OriginalName { get; private init; }

    internal static FlavorBody At(Microversion version) => version < ApiVersions.EmbeddedFlavor ? Referred : Embedded;
}

/// <summary>A server in a list without details.</summary>
public sealed class ServerReferenceBody(Server server, string root)
{
    /// <summary>UUID of the server.</summary>
    public Guid Id { get; } = server.Uuid;

    /// <summary>Name of the server; need not be unique.</summary>
    public string Name { get; } = server.Name;

    /// <summary>Where to show the server.</summary>
    public IReadOnlyList<LinkBody> Links { get; } = LinksTo(server, root);

    internal static IReadOnlyList<LinkBody> LinksTo(Server server, string root) =>
        [new("self", $"{root}{ComputeRoutes.Current}/servers/{server.Uuid}"), new("bookmark", $"{root}/servers/{server.Uuid}")];
}

/// <summary>The answer of show.</summary>
public sealed record ServerShowBody(ServerBody Server);

/// <summary>The answer of a list of servers.</summary>
/// <param name="Servers">Those that the caller may see, by name.</param>
public sealed record ServerListBody<T>(IReadOnlyList<T> Servers);

/// <summary>What Nova derives from a server's state and task.</summary>
internal static class ServerStatus
{
    /// <summary>The one word that clients poll.</summary>
    public static string Of(Server server) => server.State switch
    {
        ServerState.Active or ServerState.Paused when server.TaskState == ServerStates.Migrating => "MIGRATING",
        ServerState.Active => "ACTIVE",
        ServerState.Paused => "PAUSED",
        ServerState.Suspended => "SUSPENDED",
        ServerState.Stopped => "SHUTOFF",
        _ => "ERROR",
    };

    public static int PowerStateOf(Server server) => server.State switch
    {
        ServerState.Active => 1,
        ServerState.Paused => 3,
        ServerState.Stopped => 4,
        ServerState.Suspended => 7,
        _ => 0,
    };
}

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ServerShowBody))]
[JsonSerializable(typeof(ServerListBody<ServerBody>))]
[JsonSerializable(typeof(ServerListBody<ServerReferenceBody>))]
internal sealed partial class ServersJson : JsonSerializerContext;
