using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using IPNetwork = System.Net.IPNetwork;

namespace Migrations.Api.Hosting;

/// <summary>Proxies in front of the service; the <c>Proxies</c> section.</summary>
internal sealed class ProxiesOptions
{
    public const string Section = "Proxies";

    [Description("Addresses or networks, separated by commas, whose X-Forwarded-For, -Proto and -Host are trusted")]
    [DisplayFormat(NullDisplayText = "no proxy")]
    [Networks]
    public string? Trusted { get; set; }
}

/// <summary>Believes forwarded headers, but only those that come from the proxies that are named.</summary>
internal static class TrustedProxies
{
    public static IApplicationBuilder UseTrustedProxies(this WebApplication app)
    {
        var settings = app.Configuration.GetSection(ProxiesOptions.Section).Get<ProxiesOptions>();
        if (settings?.Trusted is not { } trusted)
            return app;

        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in Networks(trusted))
            options.KnownIPNetworks.Add(network!.Value);
        return app.UseForwardedHeaders(options);
    }

    /// <summary>The networks of a list; null for each entry that is not one.</summary>
    internal static IEnumerable<IPNetwork?> Networks(string list) => list
        .Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries)
        .Select(text => IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : (IPNetwork?)null);
}

/// <summary>Addresses or networks, separated by commas.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NetworksAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) => value is not string list || TrustedProxies.Networks(list).All(network => network is not null);

    public override string FormatErrorMessage(string name) => "write addresses or networks, such as 192.0.2.7 or 192.0.2.0/24";
}
