namespace Migrations.Api.Identity.Keystone;

/// <summary>How tokens are checked with Keystone; the <c>Auth:Keystone</c> section.</summary>
public sealed class KeystoneOptions
{
    public const string Section = "Auth:Keystone";

    /// <summary>Keystone's root, with or without <c>/v3</c>.</summary>
    public string Url { get; set; } = "";

    /// <summary>Where callers without a valid token are told to get one; <see cref="Url"/> unless set.</summary>
    public string? WwwAuthenticateUri { get; set; }

    /// <summary>Certificates in PEM, one of which must have signed Keystone's; the system's unless set.</summary>
    public string? CaFile { get; set; }

    /// <summary>The user that asks Keystone about tokens; it needs the role <c>service</c> or <c>admin</c>.</summary>
    public string? Username { get; set; }

    public string UserDomainName { get; set; } = "Default";

    public string ProjectName { get; set; } = "service";

    public string ProjectDomainName { get; set; } = "Default";

    public string? Password { get; set; }

    /// <summary>A file with the password, read at every authentication.</summary>
    public string? PasswordFile { get; set; }

    /// <summary>An application credential to use instead of user and password.</summary>
    public string? ApplicationCredentialId { get; set; }

    public string? ApplicationCredentialSecret { get; set; }

    /// <summary>A file with the secret, read at every authentication.</summary>
    public string? ApplicationCredentialSecretFile { get; set; }

    /// <summary>The role by which a service token keeps the user's token usable after it has expired.</summary>
    public string ServiceTokenRole { get; set; } = "service";

    /// <summary>Whether a service token without that role is refused, instead of merely giving no such right.</summary>
    public bool ServiceTokenRoleRequired { get; set; }

    /// <summary>How long a valid token is believed without asking again, so how long a revoked one may still work.</summary>
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromSeconds(300);

    /// <summary>How long Keystone is not asked again about what it has refused.</summary>
    public TimeSpan RefusalCacheTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many valid tokens, and how many refused ones, are remembered at most.</summary>
    public int CacheSize { get; set; } = 10_000;

    /// <summary>How long one attempt to ask Keystone may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}
