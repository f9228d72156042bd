using System.Collections.Concurrent;
using System.Net;

namespace Migrations.Api.Calls;

/// <summary>Says in the log, once for each client, that its calls are not found because they name no version.</summary>
internal sealed partial class UnversionedClients(ILogger<UnversionedClients> logger)
{
    /// <summary>User agents are for callers to choose, so the log must not grow with them.</summary>
    private const int MostClients = 1000;
    private const int MostCharacters = 200;

    private readonly ConcurrentDictionary<(IPAddress? Address, string UserAgent), bool> _told = new();

    /// <summary>A call is answered 404, because the version is too old for it.</summary>
    public void Note(HttpContext context)
    {
        if (Negotiation.IsVersionNamed(context.Request.Headers))
            return;
        var agent = context.Request.Headers.UserAgent.ToString();
        var client = (Address: context.Connection.RemoteIpAddress, UserAgent: agent[..Math.Min(agent.Length, MostCharacters)]);
        if (!_told.ContainsKey(client) && _told.Count < MostClients && _told.TryAdd(client, true))
            LogUnversioned(client.Address, client.UserAgent, context.Request.Method, context.Request.Path);
    }

    [LoggerMessage(EventIds.VersionNotNamed, LogLevel.Information,
        "Client {Address} ({UserAgent}) got 404 for {Method} {Path}: its request names no version, and 2.1 has no such call. "
        + "Send the header 'OpenStack-API-Version: compute 2.80'. This is said once for each client")]
    private partial void LogUnversioned(IPAddress? address, string userAgent, string method, string path);
}
