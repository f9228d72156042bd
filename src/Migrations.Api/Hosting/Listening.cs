using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Migrations.Api.Identity;
using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

/// <summary>Where the service listens, and whether that is safe.</summary>
internal static class Listening
{
    private const string Urls = nameof(ServiceOptions.Urls);
    private const string CertificateFile = $"{HttpsOptions.Section}:{nameof(HttpsOptions.CertificateFile)}";
    private const string KeyFile = $"{HttpsOptions.Section}:{nameof(HttpsOptions.KeyFile)}";

    private const string Open = "everybody who reaches it would be administrator, because Auth:Mode is none; "
        + "listen on 127.0.0.1, authenticate callers, or set Auth:AllowRemoteWithoutAuthentication=true";

    /// <summary>The addresses that the settings name.</summary>
    public static IReadOnlyList<ListenAddress> Of(ServiceOptions options) =>
        [.. Split(options.Urls).Select(text => ListenAddress.Read(text, out _)).OfType<ListenAddress>()];

    public static string[] Split(string urls) =>
        urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static void Configure(WebApplicationBuilder builder)
    {
        builder.WebHost.UseUrls(ServiceOptions.Of(builder.Configuration).Urls);
        if (AreForLoopbackOnly(AuthOptions.Of(builder.Configuration)))
            builder.Services.Replace(ServiceDescriptor.Singleton<IConnectionListenerFactory, LoopbackSockets>());
    }

    /// <summary>The broken rules: for each, a setting and what to write instead.</summary>
    public static IEnumerable<(string Key, string Remedy)> Broken(ServiceOptions service, AuthOptions auth, HttpsOptions https)
    {
        var addresses = Of(service);
        if (AreForLoopbackOnly(auth) && addresses.Any(address => !address.IsLoopback))
            yield return (Urls, Open);
        if (!addresses.Any(address => address.IsHttps))
            yield break;
        if (https.CertificateFile is null)
            yield return (CertificateFile, "https addresses need it; write the path of a certificate in PEM");
        if (https.KeyFile is null)
            yield return (KeyFile, "https addresses need it; write the path of the certificate's key in PEM");
        if (https is { CertificateFile: { } certificate, KeyFile: { } key } && HttpsCertificate.Problem(certificate, key) is { } problem)
            yield return (CertificateFile, problem);
    }

    /// <summary>The refusal of an address that is not for loopback.</summary>
    internal static SettingException Refusal(EndPoint address) => new(Urls, $"{address}: {Open}");

    /// <summary>What to do when the service could not listen: about the first address that is taken, foreign or forbidden.</summary>
    /// <param name="failure">What the web server said, for when all are free by now.</param>
    public static SettingException Obstacle(ServiceOptions options, SocketException failure)
    {
        var taken = new List<Socket>();
        try
        {
            foreach (var address in Of(options))
                try
                {
                    taken.Add(address.Take());
                }
                catch (SocketException e)
                {
                    return new SettingException(Urls, Prefix(options.Urls, address.Text) + address.Remedy(e));
                }
            return new SettingException(Urls, $"{failure.Message}; start again, or choose another address");
        }
        finally
        {
            taken.ForEach(socket => socket.Dispose());
        }
    }

    private static bool AreForLoopbackOnly(AuthOptions auth) =>
        auth is { Mode: NoAuthentication.Mode, AllowRemoteWithoutAuthentication: false };

    /// <summary>Names an address if there are others beside it.</summary>
    public static string Prefix(string urls, string address) => Split(urls).Length > 1 ? $"{address}: " : "";
}

/// <summary>Addresses to listen on, separated by semicolons.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ListenUrlsAttribute : ValidationAttribute
{
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var addresses = Listening.Split((string)value!);
        if (addresses.Length == 0)
            return new ValidationResult($"write {ListenAddress.Examples}");
        foreach (var address in addresses)
            if (ListenAddress.Read(address, out var problem) is null)
                return new ValidationResult(Listening.Prefix((string)value!, address) + problem);
        return ValidationResult.Success;
    }
}

/// <summary>
/// The sockets of a service whose callers do not authenticate. Every listener is opened here, at start or later and
/// whatever has asked for it, and only one that other hosts cannot reach is opened.
/// </summary>
internal sealed class LoopbackSockets(IOptions<SocketTransportOptions> options, ILoggerFactory logging) : IConnectionListenerFactory
{
    private readonly SocketTransportFactory _sockets = new(options, logging);

    /// <exception cref="SettingException">Other hosts could reach the address, or nobody can tell.</exception>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        IsLocal(endpoint) ? _sockets.BindAsync(endpoint, cancellationToken) : throw Listening.Refusal(endpoint);

    private static bool IsLocal(EndPoint endpoint) =>
        endpoint is UnixDomainSocketEndPoint || (endpoint is IPEndPoint { Address: var address } && IPAddress.IsLoopback(address));
}
