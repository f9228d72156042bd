using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

/// <summary>Where the service listens, and whether that is safe.</summary>
internal static class ListenAddresses
{
    private const string Default = "http://127.0.0.1:8774";

    /// <summary>Takes the default address unless one is set.</summary>
    /// <exception cref="SettingException">An address is reachable from other hosts although nobody has to authenticate.</exception>
    public static void Configure(WebApplicationBuilder builder)
    {
        var configured = Configured(builder.Configuration).ToList();
        if (configured.Count == 0)
            builder.WebHost.UseUrls(Default);

        var authenticates = !"none".Equals(builder.Configuration["Auth:Mode"] ?? "none", StringComparison.OrdinalIgnoreCase);
        if (authenticates || builder.Configuration.GetValue("Auth:AllowRemoteWithoutAuthentication", false))
            return;
        if (configured.FirstOrDefault(address => !IsLoopback(address)) is { } open)
            throw Open(open);
        builder.Services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory, LoopbackSockets>());
    }

    /// <summary>The refusal of an address that is reachable from other hosts.</summary>
    internal static SettingException Open(string? address) =>
        new($"Urls={address}: everybody who reaches it would be administrator, because Auth:Mode is none. "
            + "Listen on 127.0.0.1, authenticate callers, or set Auth:AllowRemoteWithoutAuthentication=true.");

    /// <summary>Reads the certificate now if an address needs it, so that a bad one stops the start and not the first caller.</summary>
    public static void CheckCertificate(this WebApplication app)
    {
        if (Configured(app.Configuration).Any(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
            _ = app.Services.GetRequiredService<HttpsCertificate>();
    }

    private static IEnumerable<string> Configured(IConfiguration configuration)
    {
        const StringSplitOptions split = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        var urls = (configuration["urls"] ?? "").Split(';', split);
        var ports = (configuration["http_ports"] ?? "").Split(';', split).Select(port => $"http://*:{port}")
            .Concat((configuration["https_ports"] ?? "").Split(';', split).Select(port => $"https://*:{port}"));
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>();
        return urls.Concat(urls.Length == 0 ? ports : []).Concat(endpoints);
    }

    private static bool IsLoopback(string address)
    {
        var host = BindingAddress.Parse(address).Host;
        return host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip))
            || host.StartsWith("unix:/", StringComparison.OrdinalIgnoreCase);
    }
}
