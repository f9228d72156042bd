using System.Globalization;
using Migrations.Api.Calls;
using Migrations.Api.Hosting;

namespace Migrations.Api.Watch;

/// <summary>What is to be followed, and with which token.</summary>
/// <param name="Root">The root of the API's current version, with a slash at its end.</param>
/// <param name="Token">Sent as X-Auth-Token; null to send none.</param>
/// <param name="Server">The server whose migrations are followed; null for all servers.</param>
/// <param name="Migration">The one migration that is followed to its end; null for all. It needs a server.</param>
internal sealed record WatchArguments(Uri Root, string? Token, Guid? Server, long? Migration)
{
    /// <summary>The variable that the OpenStack clients read a token from. Unlike an argument, it is not shown to other users.</summary>
    public const string TokenVariable = "OS_TOKEN";

    public static string DefaultUrl { get; } = new ServiceOptions().Urls;

    /// <summary>The stream to follow, relative to <see cref="Root"/>.</summary>
    public Uri Stream => new(Root, Migration is { } migration
        ? string.Create(CultureInfo.InvariantCulture, $"servers/{Server}/migrations/{migration}/events")
        : Server is { } server ? $"migration-events?server={server}" : "migration-events");

    /// <param name="args">Those after the name of the command.</param>
    /// <param name="token">The value of <see cref="TokenVariable"/>, which <c>--token</c> overrides.</param>
    /// <param name="problem">What is wrong and what to write instead; null when it can be read.</param>
    public static WatchArguments? Read(IReadOnlyList<string> args, string? token, out string? problem)
    {
        (string Url, string? Server, string? Migration) given = (DefaultUrl, null, null);
        for (var i = 0; i < args.Count; i++)
        {
            var (name, value) = args[i].Split('=', 2) is [var before, var after] ? (before, after) : (args[i], null);
            if (!name.StartsWith('-') && given.Migration is null)
            {
                given.Migration = args[i];
                continue;
            }
            if (name is not ("--url" or "--token" or "--server"))
                return Refuse($"watch does not know {name}: write watch [--url URL] [--token TOKEN] [--server UUID [MIGRATION]].", out problem);
            value ??= ++i < args.Count ? args[i] : "";
            if (value.Length == 0)
                return Refuse($"{name} has no value.", out problem);
            (given, token) = name switch
            {
                "--url" => (given with { Url = value }, token),
                "--server" => (given with { Server = value }, token),
                _ => (given, value),
            };
        }
        return Check(given.Url, string.IsNullOrEmpty(token) ? null : token, given.Server, given.Migration, out problem);
    }

    private static WatchArguments? Check(string url, string? token, string? server, string? migration, out string? problem)
    {
        if (RootOf(url) is not { } root)
            return Refuse($"--url {url}: write the address of the service, such as {DefaultUrl}.", out problem);
        if (token?.Any(letter => !char.IsAscii(letter) || char.IsControl(letter)) == true)
            return Refuse("The token has characters that no token has.", out problem);
        Guid? uuid = Guid.TryParse(server, out var read) ? read : null;
        if (server is not null && uuid is null)
            return Refuse($"--server {server}: write the UUID of the server.", out problem);
        long? id = long.TryParse(migration, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
        if (migration is not null && (id is null || uuid is null))
            return Refuse(id is null ? $"{migration} is no migration: write its id, a number." : "A migration needs its server: write --server UUID before its id.", out problem);
        problem = null;
        return new WatchArguments(root, token, uuid, id);
    }

    /// <summary>The root of the API below an address that may name it or not.</summary>
    private static Uri? RootOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            return null;
        var path = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        return new Uri(path.EndsWith(ComputeRoutes.Current, StringComparison.Ordinal) ? $"{path}/" : $"{path}{ComputeRoutes.Current}/");
    }

    private static WatchArguments? Refuse(string problem, out string? told)
    {
        told = problem;
        return null;
    }
}
