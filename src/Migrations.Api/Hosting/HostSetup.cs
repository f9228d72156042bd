using System.Text;
using Microsoft.Extensions.Logging.Console;
using Migrations.Api.Calls;
using Migrations.Api.Pipeline;
using Migrations.Api.Policies;
using Migrations.Api.ServerMigrations;

namespace Migrations.Api.Hosting;

/// <summary>The web server, the log and the life of the process.</summary>
internal static class HostSetup
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        Listening.Configure(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Nova echoes odd header values byte by byte.
            kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificateSelector =
                (_, _) => kestrel.ApplicationServices.GetRequiredService<HttpsCertificate>().Current);
        });
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddConsole();
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console => console.FormatterName ??= ConsoleFormatterNames.Simple);
        builder.Services.Configure<SimpleConsoleFormatterOptions>(console => console.SingleLine = true);
        // What goes wrong at start is explained in one line by the entry point.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.AddConnectionLimits();
        builder.Services.AddSingleton<Hangup>();
        builder.Services.AddSingleton<HttpsCertificate>();
        builder.Services.AddCommandRate(builder.Configuration);
        builder.AddServiceManager();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }

    public static IServiceCollection AddComputeApi(this IServiceCollection services) => services
        .AddRouting(routing => routing.SetParameterPolicy<ProjectInUrl>(ProjectInUrl.Name))
        .AddPolicy()
        .AddSingleton<ServerLookup>()
        .AddSingleton<Staleness>();
}
