using Migrations.Drivers;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;

namespace Migrations.Starts;

/// <summary>Accepts live migrations that this service is to start.</summary>
public sealed class StartMigration(
    LiveMigrations live, IMigrationStarter starter, StartSignal signal, AwaitedStarts awaited, AuditLog audit,
    MonitoringJournal journal, TimeProvider clock)
{
    private const string Action = "os-migrateLive";

    /// <summary>Accepts the start, or says why not. The accepted migration then shows what becomes of it.</summary>
    /// <returns>
    /// Null when the start is accepted and stored, else why it is refused. A caller who waits for the pre-check is also told why that was
    /// not passed; the migration then exists, and is over.
    /// </returns>
    /// <exception cref="StoreUnavailableException">
    /// The start has not been accepted, and will not be: the disk is full, or the store cannot be used for another reason.
    /// </exception>
    /// <exception cref="OperationCanceledException">The same, because the caller has given up before the write began.</exception>
    public async Task<MigrationFault?> RequestAsync(StartRequest request, CancellationToken cancellationToken) =>
        CommandAcceptance.CheckLock(request.Server, request.IsAdministrator)
        ?? CheckState(request)
        ?? CheckTask(request.Server, request.ServerId)
        ?? CheckHost(request)
        ?? CheckStarter()
        ?? await AcceptAsync(NewMigration(request), request, cancellationToken);

    private static MigrationFault? CheckState(StartRequest request) =>
        request.Server.State is ServerState.Active or ServerState.Paused
            ? null
            : MigrationFault.WrongState(request.ServerId, Action, "vm_state", request.Server.State.WireName);

    private static MigrationFault? CheckTask(Server server, string serverId) =>
        server.TaskState is { } task ? MigrationFault.WrongState(serverId, Action, "task_state", task) : null;

    private MigrationFault? CheckHost(StartRequest request) =>
        request.Host is { } host && host != request.Server.Host && starter.Destinations.All(known => known.Compute != host)
            ? MigrationFault.HostNotFound(host)
            : null;

    private MigrationFault? CheckStarter() =>
        starter.CannotStart is { } reason ? MigrationFault.NotSupported("live migrate", reason) : null;

    private async Task<MigrationFault?> AcceptAsync(LiveMigration accepted, StartRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsAwaited)
            return await StoreAsync(accepted, request, cancellationToken);
        var uuid = accepted.Record.Uuid;
        awaited.Register(uuid);
        try
        {
            return await StoreAsync(accepted, request, cancellationToken)
                ?? (await awaited.WaitAsync(uuid, cancellationToken) is { } refusal ? new MigrationFault(refusal.Kind, refusal.Message) : null);
        }
        finally
        {
            awaited.Forget(uuid);
        }
    }

    /// <summary>Stores the migration and its start and wakes the runner; from here on it survives a crash.</summary>
    private async Task<MigrationFault?> StoreAsync(LiveMigration accepted, StartRequest request, CancellationToken cancellationToken)
    {
        MigrationFault? fault = null;
        var stored = await live.UpdateAsync(snapshot =>
        {
            // Since the checks, another start may have been accepted, or a job may have been found.
            var server = snapshot.Servers.GetValueOrDefault(request.Server.Uuid, request.Server);
            if (!snapshot.Of(server.Uuid).IsEmpty)
                server = server with { TaskState = ServerStates.Migrating };
            fault = CheckTask(server, request.ServerId);
            return fault is not null ? LiveChanges.None : new LiveChanges
            {
                Migrations = [accepted],
                Servers = [server with { TaskState = ServerStates.Migrating }],
            };
        }, cancellationToken);
        if (fault is not null)
            return fault;

        var record = stored.Migrations.Single().Record;
        audit.Accepted(record, accepted.Start!);
        journal.StatusChanged(before: null, record);
        signal.Wake();
        return null;
    }

    private LiveMigration NewMigration(StartRequest request)
    {
        var (uuid, now) = (Guid.NewGuid(), clock.GetUtcNow());
        var order = new StartOrder(request.Server.Uuid, uuid, request.Host, request.IsForced, request.Disks);
        return new LiveMigration(new Migration
        {
            Uuid = uuid,
            ServerUuid = request.Server.Uuid,
            Status = MigrationStatus.Accepted,
            SourceCompute = request.Server.Host,
            DestCompute = request.IsForced ? request.Host : null,
            UserId = request.Server.UserId,
            ProjectId = request.Server.ProjectId,
            CreatedAt = now,
        })
        {
            Start = new MigrationStart
            {
                Order = order,
                RequestedBy = request.By,
                RequestedAt = now,
                IsAwaited = request.IsAwaited,
            },
        };
    }
}

/// <summary>A caller's request to start a live migration.</summary>
/// <param name="Server">The server in the URL.</param>
/// <param name="ServerId">Its id as the caller wrote it; conflicts are reported with it.</param>
/// <param name="IsAdministrator">Administrators may start migrations of locked servers.</param>
/// <param name="Host">The compute host that was asked for; null when any will do.</param>
/// <param name="IsForced">As in <see cref="StartOrder"/>.</param>
/// <param name="Disks">Which disks to copy.</param>
/// <param name="IsAwaited">The caller waits for the result of the pre-check: before 2.34.</param>
public sealed record StartRequest(
    Server Server, string ServerId, Requester By, bool IsAdministrator, string? Host, bool IsForced, DiskCopy Disks, bool IsAwaited);
