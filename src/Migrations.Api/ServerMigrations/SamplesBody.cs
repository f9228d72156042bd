using System.Text.Json.Serialization;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>One reading of a live migration; null means not known or not reported by the hypervisor.</summary>
public sealed class SampleBody(SamplePoint point)
{
    /// <summary>Seconds since the migration was first seen.</summary>
    public double AtSeconds { get; } = point.At.TotalSeconds;

    /// <summary>Memory and disks still to be copied, in bytes; all memory of the server before its copy begins.</summary>
    public long? RemainingBytes { get; } = point.RemainingBytes;

    /// <summary>Speed of the copy, of disks while these are copied, else of memory, in bytes per second.</summary>
    public long? BytesPerSecond { get; } = point.BytesPerSecond;

    /// <summary>How fast the server dirties memory, in bytes per second; null in the first pass over memory.</summary>
    public long? DirtyBytesPerSecond { get; } = point.DirtyBytesPerSecond;

    /// <summary>The pass over memory, from 1; null before its copy begins.</summary>
    public long? Iteration { get; } = point.Iteration;
}

/// <summary>The answer of the list of samples.</summary>
/// <param name="Samples">At most 120, oldest first; the last one is the latest reading.</param>
public sealed record SampleListBody(IReadOnlyList<SampleBody> Samples);

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(SampleListBody))]
internal sealed partial class SamplesJson : JsonSerializerContext;
