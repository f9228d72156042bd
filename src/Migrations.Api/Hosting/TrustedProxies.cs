using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

/// <summary>Believes forwarded headers, but only those that come from the proxies that are named.</summary>
internal static class TrustedProxies
{
    private const string Setting = "Proxies:Trusted";

    /// <exception cref="SettingException">An entry is neither an address nor a network.</exception>
    public static IApplicationBuilder UseTrustedProxies(this WebApplication app)
    {
        var proxies = (app.Configuration[Setting] ?? "")
            .Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (proxies.Length == 0)
            return app;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
            options.KnownIPNetworks.Add(NetworkOf(proxy));
        return app.UseForwardedHeaders(options);
    }

    private static System.Net.IPNetwork NetworkOf(string text)
    {
        if (System.Net.IPNetwork.TryParse(text, out var network))
            return network;
        return IPAddress.TryParse(text, out var address)
            ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
            : throw new SettingException($"{Setting}={text}: give addresses or networks such as 192.0.2.7 or 192.0.2.0/24.");
    }
}
