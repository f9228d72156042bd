using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Migrations.Api.Settings;

namespace Migrations.Api.Hosting;

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
