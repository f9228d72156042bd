using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Api.Settings;
using Migrations.Settings;

namespace Migrations.Api.Identity.Keystone;

/// <summary>How tokens are checked with Keystone; the <c>Auth:Keystone</c> section.</summary>
public sealed class KeystoneOptions
{
    public const string Section = "Auth:Keystone";

    [Description("Keystone's address, such as http://127.0.0.1:5000, with or without /v3")]
    [HttpAddress("http://127.0.0.1:5000")]
    public string Url { get; set; } = "";

    [Description("Where callers without a valid token are told to get one")]
    [DisplayFormat(NullDisplayText = "the same as Auth:Keystone:Url")]
    [HttpAddress("http://192.0.2.1:5000")]
    public string? WwwAuthenticateUri { get; set; }

    [Description("Certificates in PEM, one of which has signed Keystone's")]
    [DisplayFormat(NullDisplayText = "the system's")]
    [FilePath(MustExist = true)]
    public string? CaFile { get; set; }

    [Description("The user that asks Keystone about tokens, with the role service or admin")]
    public string? Username { get; set; }

    [Description("The domain of that user")]
    public string UserDomainName { get; set; } = "Default";

    [Description("The project of that user")]
    public string ProjectName { get; set; } = "service";

    [Description("The domain of that project")]
    public string ProjectDomainName { get; set; } = "Default";

    [Description("The password of that user; better in the environment, in a credential of systemd or in a file")]
    [DataType(DataType.Password)]
    public string? Password { get; set; }

    [Description("A file with the password, read at every authentication")]
    [DataType(DataType.Password)]
    [FilePath(MustExist = true)]
    public string? PasswordFile { get; set; }

    [Description("An application credential to use instead of user and password")]
    public string? ApplicationCredentialId { get; set; }

    [Description("The secret of the application credential; better in the environment, in a credential of systemd or in a file")]
    [DataType(DataType.Password)]
    public string? ApplicationCredentialSecret { get; set; }

    [Description("A file with that secret, read at every authentication")]
    [DataType(DataType.Password)]
    [FilePath(MustExist = true)]
    public string? ApplicationCredentialSecretFile { get; set; }

    [Description("The role by which a service token keeps the user's token usable after it has expired")]
    public string ServiceTokenRole { get; set; } = "service";

    [Description("Refuse service tokens without that role, instead of merely giving no such right")]
    public bool ServiceTokenRoleRequired { get; set; }

    [Description("How long a valid token is believed without asking again, so how long a revoked one may still work")]
    [DurationRange("0s", "1h")]
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromMinutes(5);

    [Description("How long Keystone is not asked again about a token that it has refused")]
    [DurationRange("0s", "5m")]
    public TimeSpan RefusalCacheTime { get; set; } = TimeSpan.FromSeconds(10);

    [Description("Maximum of valid tokens, and of refused ones, that are remembered")]
    [Range(1, 1_000_000)]
    public int CacheSize { get; set; } = 10_000;

    [Description("How long one attempt to ask Keystone may take")]
    [DurationRange("100ms", "1m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Refuses options that no Keystone can be asked with.</summary>
[OptionsValidator]
internal sealed partial class KeystoneOptionsValidator : IValidateOptions<KeystoneOptions>;
