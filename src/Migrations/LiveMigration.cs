using Migrations.Drivers;

namespace Migrations;

/// <summary>A migration that is not over, with what was last seen of its job; only <see cref="Record"/> is stored.</summary>
/// <param name="Record">What is stored and shown.</param>
/// <param name="Stats">The last reading; null before the first one since this service started.</param>
/// <param name="SampledAt">When that reading was taken, by the wall clock, to be shown.</param>
/// <param name="MissedSamples">Readings that failed or came late since then.</param>
/// <param name="LookedAt">
/// Timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the tick of that reading began to look. The reading shows
/// the effect of whatever was over by then.
/// </param>
public sealed record LiveMigration(
    Migration Record, JobStats? Stats = null, DateTimeOffset? SampledAt = null, int MissedSamples = 0, long? LookedAt = null);
