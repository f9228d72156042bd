using Migrations.Api.Settings;
using Migrations.Drivers;
using Migrations.Monitoring;
using Migrations.Operations;

namespace Migrations.Api.Hosting;

/// <summary>Makes a host of the settings.</summary>
internal static class SettingsSetup
{
    /// <summary>A host that reads these settings and no others: no files or variables of .NET's own, and nothing while it runs.</summary>
    public static WebApplicationBuilder CreateBuilder(this ServiceSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(SettingsSetup).Assembly.GetName().Name,
            ContentRootPath = settings.Root,
            EnvironmentName = ServiceOptions.Of(settings.Configuration).Environment,
        });
        builder.Configuration.AddConfiguration(settings.Configuration);
        return builder;
    }

    /// <summary>Hands out the settings that are not an adapter's own.</summary>
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DriverOptions>().Bind(builder.Configuration.GetSection(DriverOptions.Section));
        builder.Services.AddOptions<CommandOptions>().Bind(builder.Configuration.GetSection(CommandOptions.Section));
        builder.Services.AddOptions<MonitoringOptions>().Bind(builder.Configuration.GetSection(MonitoringOptions.Section));
        builder.Services.AddOptions<HttpsOptions>().Bind(builder.Configuration.GetSection(HttpsOptions.Section));
    }
}
