using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Migrations.Api.Adapters;
using Migrations.Api.Calls;
using Migrations.Drivers;
using Migrations.Live;


namespace Migrations.Api.Hosting;

/// <summary>Where the host speaks to whoever started it; everything else is logged.</summary>
internal static class Terminal
{
#pragma warning disable RS0030 // The one place that hands out the console.
    public static TextWriter Output => Console.Out;
    public static TextWriter Errors => Console.Error;
#pragma warning restore RS0030
}

/// <summary>Tells whoever started the service where it is and what to try.</summary>
internal static class Welcome
{
    public static void PrintWelcome(this WebApplication app, TextWriter output) =>
        app.Lifetime.ApplicationStarted.Register(() => Print(app.Services, output));

    private static void Print(IServiceProvider services, TextWriter output)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var root = $"{addresses.FirstOrDefault()}{ComputeRoutes.Current}";
        output.WriteLine($"Driver    {services.GetRequiredService<IMigrationDriver>().Capabilities.Name}");
        output.WriteLine($"Database  {AdapterSetup.DatabasePath(services)}");
        output.WriteLine($"Address   {string.Join(' ', addresses)}");

        var migrations = services.GetRequiredService<LiveMigrations>().Current.Migrations
            .Select(live => live.Record).Where(record => record.Status.IsInProgress)
            .OrderByDescending(record => record.Status.CanForceComplete).ThenBy(record => record.Id).ToList();
        if (migrations.Count == 0)
            return;
        var (aborted, forced) = (migrations[0], migrations.ElementAtOrDefault(1) ?? migrations[0]);
        output.WriteLine();
        output.WriteLine("Try");
        Try(output, root, forced, "", "");
        Try(output, root, forced, $"/{forced.Id}/action",
            """ -X POST -H 'Content-Type: application/json' -d '{"force_complete": null}'""");
        Try(output, root, aborted, $"/{aborted.Id}", " -X DELETE");
        output.Flush();
    }

    private static void Try(TextWriter output, string root, Migration migration, string rest, string arguments) =>
        output.WriteLine($"  curl -si{arguments} -H 'OpenStack-API-Version: compute 2.80' "
            + $"{root}/servers/{migration.ServerUuid}/migrations{rest}");
}
