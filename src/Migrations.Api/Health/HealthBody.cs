using System.Text.Json.Serialization;

namespace Migrations.Api.Health;

/// <summary>The health of the service.</summary>
/// <param name="Status">Healthy, Degraded (it works, but with a limitation) or Unhealthy.</param>
/// <param name="Checks">Each check that was made, by name.</param>
public sealed record HealthBody(string Status, IReadOnlyDictionary<string, HealthCheckBody> Checks);

/// <summary>The outcome of a check.</summary>
/// <param name="Status">Healthy, Degraded or Unhealthy.</param>
/// <param name="Reason">Why it is not healthy; null when it is.</param>
public sealed record HealthCheckBody(string Status, string? Reason);

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class HealthJson : JsonSerializerContext;
