using Migrations.Drivers;

namespace Migrations;

/// <summary>A migration that is not over, with what was last seen of its job; only <see cref="Record"/> is stored.</summary>
/// <param name="Record">What is stored and shown.</param>
/// <param name="Stats">The last reading; null before the first one since this service started.</param>
/// <param name="SampledAt">When that reading was taken.</param>
/// <param name="MissedSamples">Readings that failed or came late since then.</param>
public sealed record LiveMigration(
    Migration Record, JobStats? Stats = null, DateTimeOffset? SampledAt = null, int MissedSamples = 0);
