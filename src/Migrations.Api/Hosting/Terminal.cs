using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Migrations.Api.Adapters;
using Migrations.Api.Calls;
using Migrations.Api.Dashboard;
using Migrations.Drivers;
using Migrations.Live;

namespace Migrations.Api.Hosting;

/// <summary>Where the host speaks to whoever started it; everything else is logged.</summary>
internal static class Terminal
{
#pragma warning disable RS0030 // The one place that hands out the console.
    /// <summary>For terminals that do not tell their size.</summary>
    public static (int Width, int Height) UsualSize => (80, 24);

    public static TextWriter Output => Console.Out;
    public static TextWriter Errors => Console.Error;

    /// <summary>The columns and lines of the terminal now; null when the output is no terminal, or one that cannot be drawn on.</summary>
    public static (int Width, int Height)? Size
    {
        get
        {
            if (Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb")
                return null;
            return Console.WindowWidth is > 0 and var width && Console.WindowHeight is > 0 and var height ? (width, height) : UsualSize;
        }
    }
#pragma warning restore RS0030
}

/// <summary>Tells whoever started the service where it is and what to try.</summary>
internal static class Welcome
{
    /// <summary>How long a migration is waited for. In a new database there is none before the first passes.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    public static void PrintWelcome(this WebApplication app, TextWriter output) =>
        app.Lifetime.ApplicationStarted.Register(() => _ = PrintAsync(app.Services, output, app.Lifetime.ApplicationStopping));

    private static async Task PrintAsync(IServiceProvider services, TextWriter output, CancellationToken stoppingToken)
    {
        var addresses = services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var (live, clock) = (services.GetRequiredService<LiveMigrations>(), services.GetRequiredService<TimeProvider>());
        output.WriteLine($"Page      {addresses.FirstOrDefault()}{DashboardRoutes.Address}");
        output.WriteLine($"Driver    {services.GetRequiredService<IMigrationDriver>().Capabilities.Name}");
        output.WriteLine($"Database  {AdapterSetup.DatabasePath(services)}");
        output.WriteLine($"Address   {string.Join(' ', addresses)}");
        output.Flush();
        if (await FindAsync(live, clock, stoppingToken) is [var first, ..] migrations)
            PrintCalls(output, $"{addresses.FirstOrDefault()}{ComputeRoutes.Current}", first, migrations.ElementAtOrDefault(1) ?? first);
    }

    /// <summary>The migrations in progress, those that take commands first, once there is one of these or the time is up.</summary>
    private static async Task<IReadOnlyList<Migration>> FindAsync(
        LiveMigrations live, TimeProvider clock, CancellationToken stoppingToken)
    {
        for (var began = clock.GetTimestamp(); ;)
        {
            List<Migration> found =
            [
                .. live.Current.Migrations.Select(migration => migration.Record).Where(record => record.Status.IsInProgress)
                    .OrderByDescending(record => record.Status.CanForceComplete).ThenBy(record => record.Id),
            ];
            if (stoppingToken.IsCancellationRequested)
                return [];
            if (found is [var first, ..] && first.Status.CanForceComplete || clock.GetElapsedTime(began) > Patience)
                return found;
            await Task.Delay(Step, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static void PrintCalls(TextWriter output, string root, Migration aborted, Migration forced)
    {
        output.WriteLine();
        output.WriteLine("Try");
        Print(output, root, forced, "", "");
        Print(output, root, forced, $"/{forced.Id}/action",
            """ -X POST -H 'Content-Type: application/json' -d '{"force_complete": null}'""");
        Print(output, root, aborted, $"/{aborted.Id}", " -X DELETE");
        output.Flush();
    }

    private static void Print(TextWriter output, string root, Migration migration, string rest, string arguments) =>
        output.WriteLine($"  curl -si{arguments} -H 'OpenStack-API-Version: compute 2.80' "
            + $"{root}/servers/{migration.ServerUuid}/migrations{rest}");
}
