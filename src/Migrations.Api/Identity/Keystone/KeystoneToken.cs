namespace Migrations.Api.Identity.Keystone;

/// <summary>A token that Keystone has found valid.</summary>
/// <param name="ExpiresAt">From then on only a service's request can use it.</param>
/// <param name="AccessRules">The only requests that it may be used for; null for any.</param>
internal sealed record KeystoneToken(Caller Caller, DateTimeOffset ExpiresAt, IReadOnlyList<AccessRule>? AccessRules)
{
    private const string ServiceType = "compute";

    public bool HasRole(string role) => Caller.Roles.Contains(role, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the application credential that it comes from may make such a request.</summary>
    public bool MayMake(HttpRequest request) => AccessRules is null || AccessRules.Any(rule =>
        rule.Service == ServiceType && rule.Method == request.Method && rule.MatchesPath(request.PathBase + request.Path));
}

/// <summary>A kind of request that an application credential allows (keystonemiddleware, validate_allowed_request).</summary>
/// <param name="Path">
/// <c>*</c> and <c>{name}</c> match one or more characters except a slash; <c>**</c> matches any characters, or none.
/// </param>
internal sealed record AccessRule(string Service, string Method, string Path)
{
    /// <remarks>Users write these patterns, so matching never backtracks: it passes over the path once per part of the pattern.</remarks>
    public bool MatchesPath(string path)
    {
        var ends = new bool[path.Length + 1];
        ends[0] = true;
        for (var at = 0; at < Path.Length;)
            ends = Extend(ends, path, NextPart(ref at));
        return ends[^1];
    }

    private ReadOnlySpan<char> NextPart(ref int at)
    {
        var rest = Path.AsSpan(at);
        var length = rest switch
        {
            ['{', ..] when rest.Contains('}') => rest.IndexOf('}') + 1,
            ['*', '*', ..] => 2,
            _ => 1,
        };
        at += length;
        return rest[..length];
    }

    /// <summary>Where in the path a match may end after one more part, from where it may have ended before.</summary>
    private static bool[] Extend(bool[] before, string path, ReadOnlySpan<char> part)
    {
        var after = new bool[before.Length];
        after[0] = before[0] && part is "**";
        for (var i = 0; i < path.Length; i++)
            after[i + 1] = part switch
            {
                "**" => before[i + 1] || after[i],
                "*" or ['{', _, ..] => path[i] != '/' && (before[i] || after[i]),
                _ => path[i] == part[0] && before[i],
            };
        return after;
    }
}
