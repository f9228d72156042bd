namespace Migrations.Api.Identity.Keystone;

/// <summary>A token of this service's own.</summary>
internal sealed record IssuedToken(string Value, DateTimeOffset ExpiresAt)
{
    /// <summary>Not the token itself, so that no log can have it.</summary>
    public override string ToString() => $"own token until {ExpiresAt:O}";
}
