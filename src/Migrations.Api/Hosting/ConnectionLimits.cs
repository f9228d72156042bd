using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Migrations.Settings;

namespace Migrations.Api.Hosting;

/// <summary>Limits of connections; part of the <c>Limits</c> section.</summary>
internal sealed class ConnectionOptions
{
    public const string Section = "Limits";

    [Description("Maximum of connections that are open at the same time; more are rejected")]
    [Range(10, 100_000)]
    public int Connections { get; set; } = 2000;

    [Description("How long a connection may be open without a request; a proxy that keeps connections must close them sooner")]
    [DurationRange("1s", "1d")]
    public TimeSpan IdleConnectionTime { get; set; } = TimeSpan.FromSeconds(15);
}

/// <summary>Keeps silent connections from locking everybody out.</summary>
internal static class ConnectionLimits
{
    /// <summary>How long a request's headers may take to arrive.</summary>
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);

    public static void AddConnectionLimits(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<ConnectionOptions>().BindConfiguration(ConnectionOptions.Section);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<IOptions<ConnectionOptions>>((kestrel, limits) =>
        {
            kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
            kestrel.Limits.MaxConcurrentConnections = limits.Value.Connections;
            kestrel.Limits.KeepAliveTimeout = limits.Value.IdleConnectionTime;
        });
        // The web server warns of each connection. One warning per burst takes its place.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.Error);
        builder.Services.AddHostedService<RejectedConnections>();
    }
}
