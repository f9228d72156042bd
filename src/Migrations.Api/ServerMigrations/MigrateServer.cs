using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.OpenApi;
using Migrations.Api.Policies;
using Migrations.Api.Wire;
using Migrations.Starts;

namespace Migrations.Api.ServerMigrations;

/// <summary>POST /servers/{server}/action with os-migrateLive: start a live migration.</summary>
internal static class MigrateServer
{
    private static readonly Fault ForcedToNowhere = Fault.BadRequest("Can't force to a non-provided destination");

    public static ComputeCall Call { get; } = new("startServerMigration", HttpMethods.Post, "/servers/{server}/action")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], HandleAsync),
        Group = CallGroups.ServerMigrations,
        Action = MigrateLive.Action,
        FurtherRules =
        [
            new(PolicyRules.Start, "Start a live migration to a host that the service chooses.", Default: PolicyDefaults.Managers),
            new(PolicyRules.StartOnHost, "Start a live migration to a host that the caller names.", PolicyRules.Start),
        ],
        IsLimited = true,
        Refusals = () =>
        [
            new("The policy denies it without a host", PolicyChecks.Denied(PolicyRules.Start)),
            new("The policy denies it with a host", PolicyChecks.Denied(PolicyRules.StartOnHost)),
            new("force without a host, from 2.30 to 2.67", ForcedToNowhere),
            CommandRefusals.Locked,
            .. StartRefusals(),
        ],
    };

    /// <summary>Start a live migration.</summary>
    /// <remarks>
    /// The server must be active or paused, and nothing else may be done to it. The answer says that the migration is accepted.
    /// Before 2.34 it has passed the pre-check, too; from then on the pre-check comes after the answer, and the action
    /// <c>live-migration</c> of the request tells why it has refused.
    /// </remarks>
    /// <response code="202">Accepted; the body is empty.</response>
    public static async Task<Results<AcceptedAnswer, Fault>> HandleAsync(
        ServerRequest request, ActionBody body, IPolicy policy, StartMigration operation, CancellationToken cancellationToken)
    {
        var asked = MigrateLive.Read(body.Value);
        var rule = asked.Host is null ? PolicyRules.Start : PolicyRules.StartOnHost;
        if (policy.Check(rule, request.Caller, request.Server.ProjectId) is { } denied)
            return denied;
        if (asked is { IsForced: true, Host: null })
            return ForcedToNowhere;
        return await operation.RequestAsync(ToStart(request, asked, policy), cancellationToken) is { } refused
            ? Fault.Of(refused)
            : AcceptedAnswer.Empty;
    }

    /// <summary>The refusals of the operation, for the API document.</summary>
    private static IEnumerable<Refusal> StartRefusals() =>
    [
        Refusal.Of("The server is neither active nor paused",
            MigrationFault.WrongState(Sample.ServerId, MigrateLive.Action.Name, "vm_state", "stopped")),
        Refusal.Of("Something is being done to the server",
            MigrationFault.WrongState(Sample.ServerId, MigrateLive.Action.Name, "task_state", ServerStates.Migrating)),
        Refusal.Of("There is no such host", MigrationFault.HostNotFound("compute-9")),
        Refusal.Of("The hypervisor starts no migrations", MigrationFault.NotSupported("live migrate", "the connection is read-only.")),
        Refused("The pre-check refuses, before 2.34", StartRefusal.HostUnavailable("compute-2")),
        Refused("The server is powered off, before 2.34", StartRefusal.PoweredOff(Sample.Server.Uuid)),
    ];

    private static Refusal Refused(string when, StartRefusal refusal) => Refusal.Of(when, new MigrationFault(refusal.Kind, refusal.Message));

    private static StartRequest ToStart(ServerRequest request, MigrateLive asked, IPolicy policy) => new(
        request.Server, request.ServerId, request.Requester, policy.IsAdministrator(request.Caller),
        asked.Host,
        IsForced: asked.IsForced || (asked.Host is not null && request.Version < ApiVersions.ForcedStart),
        asked.Disks,
        IsAwaited: request.Version < ApiVersions.ChecksAfterwards);
}
