using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Refuses settings that Keystone could never be asked with. No secret is ever part of a message.</summary>
internal sealed class KeystoneOptionsCheck : IValidateOptions<KeystoneOptions>
{
    public ValidateOptionsResult Validate(string? name, KeystoneOptions options)
    {
        var failures = Addresses(options).Concat(Credentials(options)).Concat(Bounds(options)).OfType<string>().ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string?> Addresses(KeystoneOptions options)
    {
        yield return IsHttp(options.Url)
            ? null
            : Failure(nameof(options.Url), WithoutUser(options.Url), "give Keystone's address, such as http://127.0.0.1:5000");
        yield return options.WwwAuthenticateUri is null || IsHttp(options.WwwAuthenticateUri)
            ? null
            : Failure(nameof(options.WwwAuthenticateUri), WithoutUser(options.WwwAuthenticateUri), "give the address that callers reach");
        yield return options.CaFile is null || TrustedCertificates.AreIn(options.CaFile)
            ? null
            : Failure(nameof(options.CaFile), options.CaFile, "give a file with certificates in PEM");
    }

    private static IEnumerable<string?> Credentials(KeystoneOptions options)
    {
        if (options.ApplicationCredentialId is not null)
        {
            yield return options.Username is null
                ? null
                : Failure(nameof(options.Username), options.Username, "remove it, or remove ApplicationCredentialId");
            yield return Secret(
                nameof(options.ApplicationCredentialSecret), options.ApplicationCredentialSecret, options.ApplicationCredentialSecretFile);
            yield break;
        }
        yield return string.IsNullOrEmpty(options.Username)
            ? Failure(nameof(options.Username), "", "give the user that asks about tokens, or an ApplicationCredentialId")
            : null;
        yield return Secret(nameof(options.Password), options.Password, options.PasswordFile);
    }

    private static string? Secret(string setting, string? secret, string? file) => (secret, file) switch
    {
        (not null, not null) => Failure($"{setting}File", PathOnly(file), $"remove it, or remove {setting}"),
        (null, null) => Failure(setting, "", $"give it in the environment, or a {setting}File"),
        ("", null) => Failure(setting, "", "give one that is not empty"),
        (null, _) when !File.Exists(file) => Failure($"{setting}File", PathOnly(file), "give a file that exists"),
        _ => null,
    };

    private static IEnumerable<string?> Bounds(KeystoneOptions options)
    {
        yield return InRange(nameof(options.CacheTime), options.CacheTime, TimeSpan.Zero, TimeSpan.FromHours(1));
        yield return InRange(nameof(options.RefusalCacheTime), options.RefusalCacheTime, TimeSpan.Zero, TimeSpan.FromMinutes(5));
        yield return InRange(nameof(options.CacheSize), options.CacheSize, 1, 1_000_000);
        yield return InRange(nameof(options.Timeout), options.Timeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1));
    }

    private static string? InRange<T>(string setting, T value, T least, T most)
        where T : IComparable<T> =>
        value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0
            ? null
            : Failure(setting, value, $"give a value from {least} to {most}");

    private static bool IsHttp(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri is { Scheme: "http" or "https", UserInfo: "" };

    /// <summary>An address without what may be a user and a password in it.</summary>
    private static string WithoutUser(string address)
    {
        var scheme = address.IndexOf("://", StringComparison.Ordinal);
        var start = scheme < 0 ? 0 : scheme + "://".Length;
        var end = address.LastIndexOf('@');
        return end < start ? address : $"{address[..start]}***{address[end..]}";
    }

    /// <summary>What is no full path may be the secret itself, given in the wrong place.</summary>
    private static string PathOnly(string file) => Path.IsPathRooted(file) ? file : "***";

    private static string Failure<T>(string setting, T value, string remedy) =>
        $"{KeystoneOptions.Section}:{setting}={value}: {remedy}.";
}
