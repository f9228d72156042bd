using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Faults;
using Migrations.Api.Policies;
using Migrations.Api.Requests;
using Migrations.Api.Servers;
using Migrations.Live;

namespace Migrations.Api.Progress;

/// <summary>
/// GET /servers/{server}/migrations/{migration}/progress: what Nova's bodies have no room for, of a live migration in
/// progress or over: percent, speed, how fresh the numbers are, why it ended, and what became of commands.
/// </summary>
internal static class ShowProgress
{
    /// <summary>Show how a live migration goes, or how it went.</summary>
    /// <remarks>
    /// An addition to Nova's API: percent, speed, how fresh the numbers are, why it ended, and what became of commands.
    /// </remarks>
    /// <param name="server">UUID of the server.</param>
    /// <param name="migration">Id of the migration, in progress or over.</param>
    /// <response code="200">The latest numbers; of a migration that is over, those of its end.</response>
    public static Results<JsonAnswer<ProgressShowBody>, Fault> Handle(
        string server, string migration, ComputeRequest request, ServerLookup servers, IPolicy policy,
        LiveMigrations live, IMigrationStore store, ICommandStore commands, Staleness staleness)
    {
        if (servers.Find(server, request.Caller, out var found) is { } missing)
            return missing;
        if (policy.Check(PolicyRules.Show, request.Caller, found.ProjectId) is { } forbidden)
            return forbidden;

        if (MigrationId.Parse(migration) is not { } id || Find(found, id, live, store) is not { } known)
            return Fault.Of(MigrationFault.NotFound(FaultKind.NotFound, migration, found));
        var body = new ProgressBody(known, known.Record.Status.IsFinal ? null : staleness.Because, commands.Of(id));
        return new JsonAnswer<ProgressShowBody>(new ProgressShowBody(body), ProgressJson.Default.ProgressShowBody);
    }

    private static LiveMigration? Find(Server server, long id, LiveMigrations live, IMigrationStore store) =>
        live.Current.Find(server.Uuid, id)
        ?? (store.Find(server.Uuid, id) is { } record ? new LiveMigration(record) : null);
}
