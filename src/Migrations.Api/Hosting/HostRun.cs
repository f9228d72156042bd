using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

/// <summary>Runs the service to its end.</summary>
internal static class HostRun
{
    /// <summary>
    /// Returns once the service has stopped. .NET stops it in good order when part of its background work fails, which must
    /// not look like a stop that was asked for: nobody would start it again.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> ToTheEndAsync(this IHost host)
    {
        var work = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        await host.RunAsync();
        return work.Any(each => each.ExecuteTask is { IsFaulted: true }) ? ExitCode.Failure : ExitCode.Success;
    }
}
