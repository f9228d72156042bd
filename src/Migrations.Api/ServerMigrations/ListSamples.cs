using Microsoft.AspNetCore.Http.HttpResults;
using Migrations.Api.Calls;
using Migrations.Api.Wire;
using Migrations.Live;

namespace Migrations.Api.ServerMigrations;

/// <summary>GET /servers/{server}/migrations/{migration}/samples: how a live migration in progress has gone so far, to be drawn.</summary>
internal static class ListSamples
{
    public static ComputeCall Call { get; } = new(
        "listServerMigrationSamples", HttpMethods.Get, "/servers/{server}/migrations/{migration}/samples")
    {
        Handler = (call, root) => root.MapMethods(call.Route, [call.Method], Handle),
        Group = CallGroups.ServerMigrations,
        Since = ApiVersions.ListAndShow,
        Rule = ShowProgress.Rule,
        Headers = Staleness.Headers,
        Refusals = ShowMigration.NotFound,
        Example = _ => DescribedCall.Write(Example, SamplesJson.Default.SampleListBody),
    };

    /// <summary>List the readings of a live migration in progress, from its beginning.</summary>
    /// <remarks>
    /// An addition to Nova's API, to draw how a migration goes. The longer it takes, the farther apart the readings are. They
    /// begin again when the service restarts.
    /// </remarks>
    /// <param name="migration">Id of the migration.</param>
    /// <response code="200">At most 120 readings, oldest first; the last one is the latest.</response>
    public static Results<JsonAnswer<SampleListBody>, Fault> Handle(
        string migration, ServerRequest request, HttpResponse response, LiveMigrations live, IMigrationStore store, Staleness staleness)
    {
        if (ShowMigration.Find(migration, request, live, store, out var known) is { } refused)
            return Fault.Of(refused);
        staleness.Mark(response, [known!]);
        var points = known!.Samples?.Read() ?? [];
        return new JsonAnswer<SampleListBody>(
            new SampleListBody([.. points.Select(point => new SampleBody(point))]), SamplesJson.Default.SampleListBody);
    }

    private static SampleListBody Example => new(
    [
        new(new(TimeSpan.FromSeconds(0.5), 8_522_825_728, 125_000_000, null, 1)),
        new(new(TimeSpan.FromSeconds(41), 3_221_225_472, 125_000_000, 163_840_000, 3)),
    ]);
}
