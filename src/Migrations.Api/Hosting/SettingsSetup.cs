using Microsoft.Extensions.Options;
using Migrations.Api.Settings;
using Migrations.Monitoring;

namespace Migrations.Api.Hosting;

/// <summary>Reads the settings that are not an adapter's own.</summary>
internal static class SettingsSetup
{
    public static void AddSettings(this WebApplicationBuilder builder)
    {
        SettingsChecks.RefuseUnknown(builder.Configuration);
        builder.Services.AddSingleton<IValidateOptions<MonitoringOptions>, MonitoringOptionsCheck>();
        builder.Services.AddOptions<MonitoringOptions>()
            .Bind(builder.Configuration.GetSection("Monitoring"))
            .ValidateOnStart();
    }
}
