namespace Migrations.Api.Identity.Keystone;

/// <summary>What the settings of Keystone must be to each other, so that it can be asked.</summary>
internal static class KeystoneRules
{
    /// <summary>The rules that are broken: a setting of each, and what to write instead.</summary>
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
