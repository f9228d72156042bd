using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Operations;

namespace Migrations.Api.ServerMigrations;

/// <summary>
/// GET /servers/{server}/migrations/{migration}/progress: what Nova's bodies have no room for, of a live migration in
/// progress or over: percent, speed, how fresh the numbers are, why it ended, and what became of commands.
/// </summary>
internal static class ShowProgress
{
    /// <summary>The rule of every resource that shows how a migration goes.</summary>
    public static PolicyRule Rule { get; } = new(PolicyRules.Progress,
        "See how a live migration goes or went, and what became of commands; names no host.", Default: PolicyDefaults.OfProgress);

    public static ComputeCall Call { get; } = new(
        "showServerMigrationProgress", HttpMethods.Get, "/servers/{server}/migrations/{migration}/progress")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ListAndShow,
        Rule = Rule,
        FindsDeletedSince = ApiVersions.ListAndShow,
        Headers = Staleness.Headers,
        Refusals = () => [CommandRefusals.NoMigration(FaultKind.NotFound)],
        Example = _ => DescribedCall.Write(Example, ProgressJson.Default.ProgressShowBody),
    };

    /// <summary>Show how a live migration goes, or how it went.</summary>
    /// <remarks>
    /// An addition to Nova's API: percent, speed, how fresh the numbers are, why it ended, and what became of commands.
    /// </remarks>
    /// <param name="migration">Id of the migration, in progress or over.</param>
    /// <response code="200">The latest numbers; of a migration that is over, those of its end.</response>
    public static Results<JsonAnswer<ProgressShowBody>, Fault> Handle(
        string migration, ServerRequest request, HttpResponse response, LiveMigrations live, IMigrationStore store,
        ICommandStore commands, IMigrationDriver driver, Staleness staleness, IOptions<EndingOptions> endings)
    {
        if (MigrationId.Parse(migration) is not { } id || Find(request.Server, id, live, store) is not { } known)
            return Fault.Of(MigrationFault.NotFound(FaultKind.NotFound, migration, request.Server));
        var isOver = known.Record.Status.IsFinal;
        if (!isOver)
            staleness.Mark(response, [known]);
        var body = new ProgressBody(known, isOver ? null : staleness.Because ?? known.MissedBecause,
            ForceCompleteOutlook.Of(known, request.Server, driver.Capabilities), EndingOutlook.Of(known, endings.Value), commands.Of(id));
        return new JsonAnswer<ProgressShowBody>(new ProgressShowBody(body), ProgressJson.Default.ProgressShowBody);
    }

    private static LiveMigration? Find(Server server, long id, LiveMigrations live, IMigrationStore store) =>
        live.Current.Find(server.Uuid, id)
        ?? (store.Find(server.Uuid, id) is { } record ? new LiveMigration(record) : null);

    /// <summary>A migration that does not converge, and has been told to complete.</summary>
    private static ProgressShowBody Example => new(new ProgressBody(Known, staleBecause: null,
        ForceCompleteOutlook.Of(Known, Sample.Server, new DriverCapabilities("libvirt")), EndingOutlook.Of(Known, new EndingOptions()), [Command]));

    private static LiveMigration Known { get; } = new(
        Sample.Running with { Progress = Sample.Running.Progress with { SetupTime = TimeSpan.FromMilliseconds(12) } },
        Reading, Sample.Running.UpdatedAt)
    {
        Numbers = new JobNumbers
        {
            Elapsed = Reading.Elapsed,
            MemoryBytesPerSecond = 125_000_000,
            DiskBytesPerSecond = 0,
            DirtyBytesPerSecond = 163_840_000,
            Iteration = 3,
            ThrottlePercent = 20,
        },
        Start = new MigrationStart
        {
            Order = new StartOrder(Sample.Server.Uuid, Sample.Running.Uuid, Host: null, IsForced: false, DiskCopy.Auto),
            RequestedBy = new Requester(Sample.UserId, Sample.ProjectId, Sample.Action.RequestId),
            RequestedAt = Sample.Running.CreatedAt,
            IsAwaited = false,
            AllowedDowntime = TimeSpan.FromMilliseconds(50),
        },
        Forecast = new Forecast
        {
            Verdict = Verdict.Stalled,
            StalledSince = Sample.Running.UpdatedAt,
            PauseNow = TimeSpan.FromMilliseconds(25_770),
            BestRemainingBytes = Sample.Running.Progress.Memory.RemainingBytes,
            Phase = Reading.Phase,
            BytesPerSecond = 125_000_000,
            DirtyBytesPerSecond = 163_840_000,
            Means = Reading.ForceCompleteMeans!,
        },
    };

    private static JobStats Reading => new(JobPhase.PreCopy)
    {
        Elapsed = TimeSpan.FromSeconds(41),
        ExpectedDowntime = TimeSpan.FromMilliseconds(800),
        ForceCompleteMeans = [ForceCompleteMeans.PostCopy, ForceCompleteMeans.Pause],
    };

    private static MigrationCommand Command => new()
    {
        MigrationId = Sample.Running.Id,
        ServerUuid = Sample.Server.Uuid,
        Kind = CommandKind.ForceComplete,
        RequestedBy = new Requester(Sample.UserId, Sample.ProjectId, "req-8b1e7b2c-6a0d-4c57-9d1f-0c6a7d1f5b3e"),
        RequestedAt = new DateTimeOffset(2026, 1, 29, 13, 42, 43, TimeSpan.Zero),
    };
}
