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

    [Description("Refuse service tokens without that role; otherwise they are accepted, but do not extend the user's token")]
    public bool ServiceTokenRoleRequired { get; set; }

    [Description("How long a valid token is remembered; a revoked token may work for this long")]
    [DurationRange("0s", "1h")]
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromMinutes(5);

    [Description("How long Keystone is not asked again about a token that it has refused")]
    [DurationRange("0s", "5m")]
    public TimeSpan RefusalCacheTime { get; set; } = TimeSpan.FromSeconds(10);

    [Description("Maximum number of valid tokens to remember, and of refused ones")]
    [Range(1, 1_000_000)]
    public int CacheSize { get; set; } = 10_000;

    [Description("How long one attempt to ask Keystone may take")]
    [DurationRange("100ms", "1m")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Refuses options with which Keystone cannot be asked.</summary>
[OptionsValidator]
internal sealed partial class KeystoneOptionsValidator : IValidateOptions<KeystoneOptions>;

/// <summary>The rules between the settings of Keystone.</summary>
internal static class KeystoneRules
{
    /// <summary>The broken rules: for each, a setting and what to write instead.</summary>
    public static IEnumerable<(string Key, string Remedy)> Broken(KeystoneOptions options) =>
        Address(options).Concat(Credentials(options)).Select(rule => ($"{KeystoneOptions.Section}:{rule.Setting}", rule.Remedy));

    private static IEnumerable<(string Setting, string Remedy)> Address(KeystoneOptions options)
    {
        if (options.Url.Length == 0)
            yield return (nameof(options.Url), "write Keystone's address, such as http://127.0.0.1:5000");
        if (options.CaFile is not null && !TrustedCertificates.AreIn(options.CaFile))
            yield return (nameof(options.CaFile), "there is no certificate in PEM in this file; write the path of one that has some");
    }

    private static IEnumerable<(string Setting, string Remedy)> Credentials(KeystoneOptions options)
    {
        const string secretOfCredential = nameof(options.ApplicationCredentialSecret);
        if (options.ApplicationCredentialId is null)
        {
            if (options.Username is null)
                yield return (nameof(options.Username), $"write the user that asks about tokens, or {nameof(options.ApplicationCredentialId)}");
            foreach (var rule in Secret(nameof(options.Password), options.Password, options.PasswordFile))
                yield return rule;
            yield break;
        }
        if (options.Username is not null)
            yield return (nameof(options.Username), $"remove it, or remove {nameof(options.ApplicationCredentialId)}");
        foreach (var rule in Secret(secretOfCredential, options.ApplicationCredentialSecret, options.ApplicationCredentialSecretFile))
            yield return rule;
    }

    private static IEnumerable<(string Setting, string Remedy)> Secret(string setting, string? secret, string? file) => (secret, file) switch
    {
        (not null, not null) => [($"{setting}File", $"remove it, or remove {setting}")],
        (null, null) => [(setting, $"write it into the environment, or name a file with it in {setting}File")],
        _ => [],
    };
}
