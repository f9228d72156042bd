namespace Migrations.Api.Identity;

/// <summary>
/// <c>Auth:Mode=none</c>: everybody is an administrator. A token <c>USER:PROJECT[:ROLE,ROLE]</c> makes the caller that user,
/// so that refusals can be tried. The user <c>admin</c> is an administrator; any other token is ignored.
/// </summary>
internal sealed class NoAuthentication : IAuthentication
{
    public const string Mode = "none";
    private const string Administrator = "admin";
    private static readonly Caller Anonymous = new(null, null, [Administrator]);

    public ValueTask<Caller?> AuthenticateAsync(HttpContext context) =>
        ValueTask.FromResult<Caller?>(context.Request.Headers["X-Auth-Token"].ToString() is { Length: > 0 } token ? Read(token) : Anonymous);

    private static Caller Read(string token)
    {
        var parts = token.Split(':', 3);
        if (parts.Length < 2 || parts[0].Length == 0 || parts[1].Length == 0)
            return Anonymous;
        var roles = parts.Length > 2
            ? parts[2].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [];
        return new Caller(parts[0], parts[1], parts[0] == Administrator ? [.. roles, Administrator] : roles);
    }
}
