using CsCheck;

namespace Migrations.Tests.Storage;

/// <summary>Generators of everything that can be stored.</summary>
internal static class Stored
{
    private static readonly Gen<string?> Text = Gen.String[Gen.Char["abz '\"%;é漢"], 0, 12].Null();
    private static readonly Gen<long?> Bytes = Gen.Long[0, long.MaxValue].Nullable();

    private static readonly Gen<TimeSpan> Length = Gen.Long[0, 4_000_000_000_000].Select(microseconds => TimeSpan.FromTicks(microseconds * 10));

    public static Gen<DateTimeOffset> Time { get; } =
        Gen.Long[0, 4_000_000_000_000_000].Select(microseconds => DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10));

    /// <summary>What lists show of a migration.</summary>
    public static MigrationSummary Summary(MigrationSummary migration) => new()
    {
        Id = migration.Id,
        Uuid = migration.Uuid,
        ServerUuid = migration.ServerUuid,
        Status = migration.Status,
        SourceCompute = migration.SourceCompute,
        SourceNode = migration.SourceNode,
        DestCompute = migration.DestCompute,
        DestNode = migration.DestNode,
        DestHost = migration.DestHost,
        UserId = migration.UserId,
        ProjectId = migration.ProjectId,
        CreatedAt = migration.CreatedAt,
        UpdatedAt = migration.UpdatedAt,
    };

    public static Gen<Server> Server { get; } =
        from uuid in Gen.Guid
        from name in Text
        from state in Gen.Enum<ServerState>()
        from taskState in Text
        from locked in Gen.Bool
        from host in Text
        from user in Text
        from project in Text
        from deleted in Gen.Bool
        select new Server
        {
            Uuid = uuid,
            Name = name ?? "",
            State = state,
            TaskState = taskState,
            Locked = locked,
            Host = host,
            UserId = user,
            ProjectId = project,
            Deleted = deleted,
        };

    public static Gen<MigrationProgress> Progress { get; } =
        from memory in Gen.Select(Bytes, Bytes, Bytes)
        from disk in Gen.Select(Bytes, Bytes, Bytes)
        from percent in Gen.Int[0, 100]
        from lengths in Gen.Select(Length.Nullable(), Length.Nullable())
        select new MigrationProgress
        {
            Memory = new Transfer(memory.Item1, memory.Item2, memory.Item3),
            Disk = new Transfer(disk.Item1, disk.Item2, disk.Item3),
            Percent = percent,
            SetupTime = lengths.Item1,
            Downtime = lengths.Item2,
        };

    private static readonly Gen<JobNumbers> Numbers =
        from elapsed in Length
        from rates in Gen.Select(Bytes, Bytes, Bytes)
        from counts in Gen.Select(Bytes, Bytes)
        from throttle in Gen.Int[0, 99].Nullable()
        select new JobNumbers
        {
            Elapsed = elapsed,
            MemoryBytesPerSecond = rates.Item1,
            DiskBytesPerSecond = rates.Item2,
            DirtyBytesPerSecond = rates.Item3,
            Iteration = counts.Item1,
            PostCopyRequests = counts.Item2,
            ThrottlePercent = throttle,
        };

    /// <summary>New migrations, of id 0.</summary>
    public static Gen<Migration> Migration { get; } =
        from uuids in Gen.Select(Gen.Guid, Gen.Guid)
        from status in Gen.Enum<MigrationStatus>()
        from source in Gen.Select(Text, Text)
        from dest in Gen.Select(Text, Text, Text)
        from progress in Progress
        from owner in Gen.Select(Text, Text)
        from times in Gen.Select(Time, Time.Nullable(), Time)
        from words in Gen.Select(Text, Text)
        from end in Gen.Select(Gen.Enum<EndReason>().Nullable(), Numbers)
        select new Migration
        {
            Uuid = uuids.Item1,
            ServerUuid = uuids.Item2,
            Status = status,
            SourceCompute = source.Item1,
            SourceNode = source.Item2,
            DestCompute = dest.Item1,
            DestNode = dest.Item2,
            DestHost = dest.Item3,
            Progress = progress,
            UserId = owner.Item1,
            ProjectId = owner.Item2,
            CreatedAt = times.Item1,
            UpdatedAt = times.Item2,
            EndedAt = status.IsFinal ? times.Item3 : null,
            Reason = words.Item1,
            JobId = words.Item2,
            EndReason = status.IsFinal ? end.Item1 : null,
            Numbers = status.IsFinal ? end.Item2 : null,
        };

    /// <summary>Starts of a migration whose ids have to be set.</summary>
    public static Gen<MigrationStart> Start { get; } =
        from host in Text
        from flags in Gen.Select(Gen.Bool, Gen.Bool)
        from disks in Gen.Enum<DiskCopy>()
        from requester in Gen.Select(Text, Text, Text)
        from times in Gen.Select(Time, Time.Nullable(), Time.Nullable())
        from terms in Gen.Select(Length.Nullable(), Gen.Enum<CommandKind>().Nullable(), Length.Nullable(), Bytes)
        from allowed in Length.Nullable()
        select new MigrationStart
        {
            Order = new StartOrder(Guid.Empty, Guid.Empty, host, flags.Item1, disks),
            RequestedBy = new Requester(requester.Item1, requester.Item2, requester.Item3 ?? ""),
            RequestedAt = times.Item1,
            IsAwaited = flags.Item2,
            CheckedAt = times.Item2,
            CalledAt = times.Item3,
            Terms = new EndingTerms
            {
                Deadline = terms.Item1,
                Action = terms.Item2,
                MaxDowntime = terms.Item3,
                MebibytesPerSecond = terms.Item4,
            },
            AllowedDowntime = allowed,
        };

    /// <summary>New commands, of id 0, for a migration that has to be set.</summary>
    public static Gen<MigrationCommand> Command { get; } =
        from kind in Gen.Enum<CommandKind>()
        from requester in Gen.Select(Text, Text, Text)
        from times in Gen.Select(Time, Time.Nullable(), Time.Nullable())
        from outcome in Gen.Enum<CommandOutcome>()
        from means in Gen.Enum<ForceCompleteMeans>().Nullable()
        from reason in Text
        from because in Text
        select new MigrationCommand
        {
            MigrationId = 0,
            ServerUuid = Guid.Empty,
            Kind = kind,
            RequestedBy = new Requester(requester.Item1, requester.Item2, requester.Item3 ?? "") { Because = because },
            RequestedAt = times.Item1,
            StartedAt = times.Item2,
            EndedAt = times.Item3,
            Outcome = outcome,
            Means = means,
            Reason = reason,
        };
}
