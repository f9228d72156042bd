using System.Text.Json.Serialization;
using Migrations.Api.Calls;
using Migrations.Api.Wire;

namespace Migrations.Api.Versions;

/// <summary>One version of the compute API in the discovery documents.</summary>
public sealed record VersionBody
{
    /// <summary>v2.1, or v2.0 for the one without microversions.</summary>
    public required string Id { get; init; }

    /// <summary>CURRENT or DEPRECATED.</summary>
    public required string Status { get; init; }

    /// <summary>The newest microversion; empty when it has none.</summary>
    public required string Version { get; init; }

    /// <summary>The oldest microversion; empty when it has none.</summary>
    public required string MinVersion { get; init; }

    /// <summary>When Nova's version last changed: UTC.</summary>
    public required string Updated { get; init; }

    /// <summary>Where the version is.</summary>
    public required IReadOnlyList<LinkBody> Links { get; init; }

    /// <summary>What its answers can be asked as; only in the document of the version itself.</summary>
    [JsonPropertyName("media-types")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<MediaTypeBody>? MediaTypes { get; init; }

    /// <summary>The version with microversions.</summary>
    internal static VersionBody Current(string root) => new()
    {
        Id = "v2.1",
        Status = "CURRENT",
        Version = Microversion.Maximum.ToString(),
        MinVersion = Microversion.Minimum.ToString(),
        Updated = "2013-07-23T11:33:21Z",
        Links = [new LinkBody("self", $"{root}{ComputeRoutes.Current}/")],
    };

    /// <summary>The version without.</summary>
    internal static VersionBody Legacy(string root) => new()
    {
        Id = "v2.0",
        Status = "DEPRECATED",
        Version = "",
        MinVersion = "",
        Updated = "2025-07-04T12:00:00Z",
        Links = [new LinkBody("self", $"{root}{ComputeRoutes.Legacy}/")],
    };

    /// <summary>The same, as its own document shows it.</summary>
    internal VersionBody Detailed() => this with
    {
        Links = [.. Links, new LinkBody("describedby", "http://docs.openstack.org/", "text/html")],
        MediaTypes = [new MediaTypeBody("application/json", $"application/vnd.openstack.compute+json;version={Id[1..]}")],
    };
}

/// <summary>A media type in a discovery document.</summary>
/// <param name="Base">The type that it is a kind of.</param>
/// <param name="Type">The type to ask for.</param>
public sealed record MediaTypeBody(string Base, string Type);

/// <summary>The document of all versions.</summary>
/// <param name="Versions">The one without microversions, then the one with them.</param>
public sealed record VersionListBody(IReadOnlyList<VersionBody> Versions);

/// <summary>The document of one version.</summary>
public sealed record VersionShowBody(VersionBody Version);

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(VersionListBody))]
[JsonSerializable(typeof(VersionShowBody))]
internal sealed partial class VersionsJson : JsonSerializerContext;
