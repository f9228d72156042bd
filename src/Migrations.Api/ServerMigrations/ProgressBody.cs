using System.Text.Json.Serialization;
using Migrations.Api.Wire;
using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Api.ServerMigrations;

/// <summary>How a live migration goes; null means not known or not reported by the hypervisor.</summary>
/// <remarks>Of a migration that is over, the numbers are those of its end.</remarks>
public sealed class ProgressBody(
    LiveMigration known, string? staleBecause, ForceCompleteOutlook outlook, EndingOutlook ending,
    IReadOnlyList<MigrationCommand> commands)
{
    private readonly Forecast? _forecast = known.Record.Status.IsFinal ? null : known.Forecast;

    /// <summary>Id of the migration.</summary>
    public long Id { get; } = known.Record.Id;

    /// <summary>UUID of the migration.</summary>
    public Guid Uuid { get; } = known.Record.Uuid;

    /// <summary>Status of the migration.</summary>
    public string Status { get; } = known.Record.Status.WireName;

    /// <summary>Why it ended as it did, for a person; null while it is in progress, or when there is nothing to add.</summary>
    public string? Reason { get; } = known.Record.Reason;

    /// <summary>
    /// The same for programs: aborted, cancelled_at_hypervisor, failed, not_migrated, unknown or post_copy_lost; null while it is
    /// in progress, and when it has completed.
    /// </summary>
    public string? ReasonCode { get; } = known.Record.EndReason?.WireName;

    /// <summary>When it ended, UTC; null while it is in progress.</summary>
    public string? EndedAt { get; } = known.Record.EndedAt is { } ended ? NovaTime.Format(ended) : null;

    /// <summary>How far it is, disks included, 0 to 100; never falls, and 100 only once it has completed.</summary>
    public int Percent { get; } = known.Record.Progress.Percent;

    /// <summary>Whether it will end by itself: waiting, unknown, converging, stalled, certain or ending; null when it is over.</summary>
    public string? Verdict => _forecast?.Verdict.WireName;

    /// <summary>The verdict, the rates, the time left and what it costs to force it now, for a person; null when it is over.</summary>
    public string? VerdictText => _forecast?.Explanation;

    /// <summary>How long it will take, in seconds; null when that is not known, as while it is stalled.</summary>
    public double? TimeLeftSeconds => _forecast?.TimeLeft?.TotalSeconds;

    /// <summary>estimate: as long as the rates stay as they are; at_least: what comes after is not known yet; null without a time.</summary>
    public string? TimeLeftKind => _forecast?.TimeLeftKind?.WireName;

    /// <summary>
    /// How long a force-complete by pause would pause the server now, in milliseconds, at least: a server that dirties the same
    /// memory again and again does so faster than the hypervisor can tell. Null when it would not pause the server.
    /// </summary>
    public double? PauseNowMilliseconds => _forecast?.PauseNow?.TotalMilliseconds;

    /// <summary>The least that has remained at the beginning of a pass over memory, in bytes; null before the second pass.</summary>
    public long? BestRemainingBytes => _forecast?.BestRemainingBytes;

    /// <summary>When it was judged stalled, UTC; null while it is not.</summary>
    public string? StalledSince => _forecast?.StalledSince is { } since ? NovaTime.Format(since) : null;

    /// <summary>What the hypervisor is doing: queued, preparing, storage, pre_copy, post_copy, post_copy_broken, finishing, aborting.</summary>
    public string? Phase { get; } = known.Stats?.Phase.WireName;

    /// <summary>Seconds since the job began, or from then to its end.</summary>
    public double? ElapsedSeconds { get; } = known.Numbers.Elapsed?.TotalSeconds;

    /// <summary>Memory and disk that have been copied, in bytes; what was sent again counts again.</summary>
    public long? MovedBytes { get; } = known.Record.Progress.MovedBytes;

    /// <summary>Speed of the memory copy, in bytes per second.</summary>
    public long? MemoryBytesPerSecond { get; } = known.Numbers.MemoryBytesPerSecond;

    /// <summary>Speed of the disk copy, in bytes per second.</summary>
    public long? DiskBytesPerSecond { get; } = known.Numbers.DiskBytesPerSecond;

    /// <summary>How fast the server dirties memory, in bytes per second; the copy converges only while this is below its speed.</summary>
    public long? DirtyBytesPerSecond { get; } = known.Numbers.DirtyBytesPerSecond;

    /// <summary>Passes over memory, from 1.</summary>
    public long? Iteration { get; } = known.Numbers.Iteration;

    /// <summary>The expected pause of the server if the migration finished now, in milliseconds.</summary>
    public double? ExpectedDowntimeMilliseconds { get; } = known.Stats?.ExpectedDowntime?.TotalMilliseconds;

    /// <summary>How long the server was paused, in milliseconds; null until the migration has completed.</summary>
    public double? DowntimeMilliseconds { get; } = known.Record.Progress.Downtime?.TotalMilliseconds;

    /// <summary>How long the preparation took, in milliseconds.</summary>
    public double? SetupMilliseconds { get; } = known.Record.Progress.SetupTime?.TotalMilliseconds;

    /// <summary>Pages that the destination had to ask for in post-copy.</summary>
    public long? PostCopyRequests { get; } = known.Numbers.PostCopyRequests;

    /// <summary>How much the server is slowed down to converge, in percent.</summary>
    public int? ThrottlePercent { get; } = known.Numbers.ThrottlePercent;

    /// <summary>When the counters were read, UTC.</summary>
    public string? SampledAt { get; } = known.SampledAt is { } at ? NovaTime.Format(at) : null;

    /// <summary>Readings that failed or came late since then.</summary>
    public int MissedSamples { get; } = known.MissedSamples;

    /// <summary>Why the numbers may be out of date; null while readings are taken, or are only late, and can be stored.</summary>
    public string? StaleBecause { get; } = staleBecause;

    /// <summary>What a force-complete would do now.</summary>
    public OutlookBody ForceComplete { get; } = new(outlook);

    /// <summary>The policy that brings it to an end, if this service has started it.</summary>
    public PolicyInForceBody Policy { get; } = new(ending);

    /// <summary>The commands given for it, oldest first.</summary>
    public IReadOnlyList<CommandBody> Commands { get; } = [.. commands.Select(command => new CommandBody(command))];
}

/// <summary>What a command would do now.</summary>
public sealed class OutlookBody(ForceCompleteOutlook outlook)
{
    /// <summary>The means that it would try, in this order: post_copy, pause; empty when it is not possible.</summary>
    public IReadOnlyList<string> Means { get; } = [.. outlook.Means.Select(means => means.WireName)];

    /// <summary>What that does to the server, or why it is not possible, for a person.</summary>
    public string Explanation { get; } = outlook.Explanation;
}

/// <summary>The policy that is in force for a migration; null means that there is none, or that it is not known yet.</summary>
public sealed class PolicyInForceBody(EndingOutlook outlook)
{
    /// <summary>How long the migration may take, in seconds from the beginning of its job; null for as long as it takes.</summary>
    public double? DeadlineSeconds { get; } = outlook.Policy?.Deadline?.TotalSeconds;

    /// <summary>What is then done to it: abort or force_complete.</summary>
    public string? Action { get; } = outlook.Policy?.Action.WireName;

    /// <summary>The longest pause of the server that is allowed in the end, in milliseconds.</summary>
    public double? MaxDowntimeMilliseconds { get; } = outlook.Policy?.Steps[^1].Downtime.TotalMilliseconds;

    /// <summary>The pause that has been allowed so far, in milliseconds; null before the first step.</summary>
    public double? AllowedDowntimeMilliseconds { get; } = outlook.AllowedDowntime?.TotalMilliseconds;

    /// <summary>The highest speed of the copy, in MiB per second; null when none was set.</summary>
    public long? BandwidthMebibytesPerSecond { get; } = outlook.Policy?.MebibytesPerSecond;

    /// <summary>Seconds until the policy does something; null when it does nothing more.</summary>
    public double? NextInSeconds { get; } = outlook.NextIn?.TotalSeconds;

    /// <summary>What it does next and by which setting, or why it does nothing, for a person.</summary>
    public string Explanation { get; } = outlook.Explanation;
}

/// <summary>An accepted force-complete or abort.</summary>
public sealed class CommandBody(MigrationCommand command)
{
    /// <summary>force_complete or abort.</summary>
    public string Kind { get; } = command.Kind.WireName;

    /// <summary>pending, done, refused, too_late or unreachable.</summary>
    public string Outcome { get; } = command.Outcome.WireName;

    /// <summary>How a force-complete was carried out: post_copy or pause; null for an abort, and before it has been.</summary>
    public string? Means { get; } = command.Means?.WireName;

    /// <summary>What happened, or while it is pending why it waits, for a person; null when there is nothing to say yet.</summary>
    public string? Reason { get; } = command.Reason;

    /// <summary>Why the policy of the migration has given it; null when a caller has.</summary>
    public string? Because { get; } = command.RequestedBy.Because;

    /// <summary>User who gave it; policy when that has.</summary>
    public string? UserId { get; } = command.RequestedBy.UserId;

    /// <summary>Project of that user's token.</summary>
    public string? ProjectId { get; } = command.RequestedBy.ProjectId;

    /// <summary>The request that gave it, as its x-openstack-request-id said.</summary>
    public string RequestId { get; } = command.RequestedBy.RequestId;

    /// <summary>When it was accepted, UTC.</summary>
    public string RequestedAt { get; } = NovaTime.Format(command.RequestedAt);

    /// <summary>When it was settled, UTC; null while it is pending.</summary>
    public string? EndedAt { get; } = command.EndedAt is { } ended ? NovaTime.Format(ended) : null;
}

/// <summary>The answer of show.</summary>
public sealed record ProgressShowBody(ProgressBody Progress);

/// <summary>Source-generated writers of the bodies.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProgressShowBody))]
internal sealed partial class ProgressJson : JsonSerializerContext;
