using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Migrations.Api.Hosting;

/// <summary>One address to listen on: an IP address, <c>localhost</c>, <c>*</c> for all addresses, or a Unix socket.</summary>
/// <param name="Text">As written.</param>
/// <param name="EndPoint">What is bound. For localhost, which has two addresses, the one of IPv4.</param>
internal sealed partial record ListenAddress(string Text, EndPoint EndPoint)
{
    public const string Examples = "an address such as http://127.0.0.1:8774 or http://[::1]:8774";
    private const int LongestSocketPath = 107;
    private const int DefaultHttpPort = 80;
    private const int DefaultHttpsPort = 443;

    public bool IsHttps => Text.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether only this machine can reach it.</summary>
    public bool IsLoopback => EndPoint is UnixDomainSocketEndPoint || (EndPoint is IPEndPoint { Address: var ip } && IPAddress.IsLoopback(ip));

    /// <summary>Where a client on this machine finds it.</summary>
    public EndPoint Reachable => EndPoint is IPEndPoint { Port: var port } ip && (ip.Address.Equals(IPAddress.Any) || ip.Address.Equals(IPAddress.IPv6Any))
        ? new IPEndPoint(IPAddress.Loopback, port)
        : EndPoint;

    /// <summary>Reads an address.</summary>
    /// <param name="problem">What to write instead; null when there is an address.</param>
    public static ListenAddress? Read(string text, out string? problem)
    {
        if (!text.Contains("://", StringComparison.Ordinal))
        {
            problem = Read($"http://{text}", out _) is not null ? $"write http://{text}" : $"write {Examples}";
            return null;
        }
        var form = Form().Match(text);
        problem = form switch
        {
            { Success: false } => Scheme().IsMatch(text) ? $"write {Examples}" : "write http:// or https:// before the address",
            _ when form.Groups["path"].Value is not ("" or "/") => $"write {text[..form.Groups["path"].Index]}, without a path",
            _ => ProblemOf(form.Groups["host"].Value, form.Groups["port"].Value, form.Groups["socket"].Value),
        };
        return problem is null ? new ListenAddress(text, EndPointOf(form)) : null;
    }

    /// <summary>Takes the address, as long as the socket lives.</summary>
    /// <exception cref="SocketException">It cannot be listened on now.</exception>
    public Socket Take()
    {
        var socket = new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (EndPoint is IPEndPoint { Address: var ip } && ip.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(EndPoint);
            socket.Listen();
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>What to do when it cannot be listened on.</summary>
    public string Remedy(SocketException obstacle) => (EndPoint, obstacle.SocketErrorCode) switch
    {
        (UnixDomainSocketEndPoint, SocketError.AddressAlreadyInUse) => "this file exists; remove it, unless another program listens on it",
        (UnixDomainSocketEndPoint, _) => "the folder of the socket must exist, and the account of this service must be able to write to it",
        (_, SocketError.AddressAlreadyInUse) => "another program, or another address of this list, has this port; stop the program, or choose another port",
        (_, SocketError.AddressNotAvailable) => "this machine has no such address; the command 'ip addr' lists those that it has",
        (_, SocketError.AccessDenied) => "ports below 1024 need root or CAP_NET_BIND_SERVICE; choose another port",
        _ => $"{obstacle.Message}; choose another address",
    };

    private static string? ProblemOf(string host, string port, string socket) =>
        socket.Length > 0 ? Encoding.UTF8.GetByteCount(socket) > LongestSocketPath ? $"write a path of at most {LongestSocketPath} bytes" : null
        : port.Length > 0 && !ushort.TryParse(port, out _) ? $"write a port from 0 to {IPEndPoint.MaxPort}"
        : IsLocalhost(host) ? port.Length > 0 && ushort.Parse(port, CultureInfo.InvariantCulture) == 0 ? "write 127.0.0.1 in place of localhost when any port will do" : null
        : host is "*" or "+" ? null
        : !IPAddress.TryParse(host, out var ip) ? "write an IP address of this machine, localhost, or * for all addresses"
        : ip.IsIPv4MappedToIPv6 ? $"write {ip.MapToIPv4()} in place of {host}"
        : null;

    private static EndPoint EndPointOf(Match form)
    {
        if (form.Groups["socket"].Value is { Length: > 0 } socket)
            return new UnixDomainSocketEndPoint(socket);
        var host = form.Groups["host"].Value;
        var ip = IsLocalhost(host) ? IPAddress.Loopback : IPAddress.TryParse(host, out var written) ? written : IPAddress.IPv6Any;
        return new IPEndPoint(ip, int.TryParse(form.Groups["port"].Value, out var port) ? port
            : form.Groups["scheme"].Value.Equals("https", StringComparison.OrdinalIgnoreCase) ? DefaultHttpsPort : DefaultHttpPort);
    }

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(?<scheme>https?)://(unix:(?<socket>/.+)|(?<host>\[[^\]]+\]|[^:/\[\]]+)(:(?<port>[0-9]+))?(?<path>/.*)?)$", RegexOptions.IgnoreCase)]
    private static partial Regex Form();

    [GeneratedRegex("^https?://", RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();
}
