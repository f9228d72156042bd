using System.Text;
using Microsoft.Net.Http.Headers;
using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

/// <summary>The web server, the log and the life of the process.</summary>
internal static class HostSetup
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <summary>A host that reads these settings and no others: no files or variables of .NET's own, and nothing while it runs.</summary>
    public static WebApplicationBuilder CreateBuilder(this ServiceSettings settings)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(HostSetup).Assembly.GetName().Name,
            ContentRootPath = settings.Root,
            EnvironmentName = ServiceOptions.Of(settings.Configuration).Environment,
        });
        builder.Configuration.AddConfiguration(settings.Configuration);
        return builder;
    }

    public static void AddHosting(this WebApplicationBuilder builder)
    {
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration();
        Listening.Configure(builder);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Nova echoes odd header values byte by byte. With an encoding, a length of very many digits breaks the parser.
            kestrel.RequestHeaderEncodingSelector = name => name == HeaderNames.ContentLength ? null : Encoding.Latin1;
            kestrel.ConfigureHttpsDefaults(https => HttpsCertificate.Use(
                https, kestrel.ApplicationServices.GetRequiredService<HttpsCertificate>));
        });
        builder.AddConsoleLog();
        builder.AddConnectionLimits();
        builder.Services.AddSingleton<Hangup>();
        builder.Services.AddOptions<HttpsOptions>().BindConfiguration(HttpsOptions.Section);
        builder.Services.AddSingleton<HttpsCertificate>();
        builder.AddServiceManager();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
    }
}
