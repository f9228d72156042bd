using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>What the API document says of a call beyond the signature and the docstrings of its handler; metadata of its endpoint.</summary>
/// <param name="Name">The call's name, by which generated clients know it.</param>
internal record DescribedCall(string Name)
{
    /// <summary>The refusals of the handler, in the order of its checks.</summary>
    public Func<IEnumerable<Refusal>> Refusals { get; init; } = () => [];

    /// <summary>The body of an answer, by its status; null for an answer without one.</summary>
    public Func<int, JsonNode?> Example { get; init; } = _ => null;

    /// <summary>The query parameters that its handler reads by itself.</summary>
    public IReadOnlyList<QueryParameter> QueryParameters { get; init; } = [];

    /// <summary>Headers of a successful answer that other calls do not have.</summary>
    public IReadOnlyList<(string Name, string Meaning)> Headers { get; init; } = [];

    /// <summary>A body as the service writes it.</summary>
    public static JsonNode Write<T>(T body, JsonTypeInfo<T> form) => JsonSerializer.SerializeToNode(body, form)!;
}

/// <summary>A way in which a call is refused.</summary>
/// <param name="When">The reason in a few words; names the example.</param>
/// <param name="Fault">What the service then answers.</param>
internal sealed record Refusal(string When, Fault Fault)
{
    public static Refusal Of(string when, MigrationFault fault) => new(when, Fault.Of(fault));
}

/// <summary>The headings of the API document.</summary>
internal static class CallGroups
{
    public const string ServerMigrations = "Server migrations";
    public const string Migrations = "Migrations";
    public const string Events = "Events";
    public const string ServerActions = "Server actions";
    public const string Servers = "Servers";
    public const string Versions = "Versions";
    public const string Health = "Health";

    public static IEnumerable<(string Name, string Meaning)> All =>
    [
        (ServerMigrations, "A server's live migrations: their start, how they go, and commands to them."),
        (Migrations, "All live migrations, in progress and over."),
        (Events, "Live migrations as they change, as server-sent events."),
        (ServerActions, "What was asked of a server, and what came of it."),
        (Servers, "What clients look up before they ask for migrations."),
        (Versions, "Which versions of the compute API there are."),
        (Health, "For load balancers and supervisors."),
    ];
}

/// <summary>A query parameter that the handler reads by itself.</summary>
/// <param name="Meaning">A sentence.</param>
internal sealed record QueryParameter(string Name, string Meaning)
{
    /// <summary>The version that brought it.</summary>
    public Microversion Since { get; init; } = Microversion.Minimum;

    /// <summary>The form of a text, as JSON schema calls it; null for any text.</summary>
    public string? Format { get; init; }

    /// <summary>The value without it; null for parameters that are not numbers.</summary>
    public int? Default { get; init; }
}
