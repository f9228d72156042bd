using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Who this service is for Keystone.</summary>
internal sealed class ServiceCredentials(IOptions<KeystoneOptions> options)
{
    private readonly KeystoneOptions _options = options.Value;

    /// <summary>The body of the request for a token of this service's own.</summary>
    /// <exception cref="KeystoneUnavailableException">The file of the secret cannot be read.</exception>
    public string TokenRequest() => new JsonObject
    {
        ["auth"] = _options.ApplicationCredentialId is { } id ? ByApplicationCredential(id) : ByPassword(),
    }.ToJsonString();

    private JsonObject ByApplicationCredential(string id) => new()
    {
        ["identity"] = new JsonObject
        {
            ["methods"] = new JsonArray("application_credential"),
            ["application_credential"] = new JsonObject
            {
                ["id"] = id,
                ["secret"] = Secret(_options.ApplicationCredentialSecret, _options.ApplicationCredentialSecretFile),
            },
        },
    };

    private JsonObject ByPassword() => new()
    {
        ["identity"] = new JsonObject
        {
            ["methods"] = new JsonArray("password"),
            ["password"] = new JsonObject
            {
                ["user"] = new JsonObject
                {
                    ["name"] = _options.Username,
                    ["domain"] = new JsonObject { ["name"] = _options.UserDomainName },
                    ["password"] = Secret(_options.Password, _options.PasswordFile),
                },
            },
        },
        ["scope"] = new JsonObject
        {
            ["project"] = new JsonObject
            {
                ["name"] = _options.ProjectName,
                ["domain"] = new JsonObject { ["name"] = _options.ProjectDomainName },
            },
        },
    };

    private static string Secret(string? secret, string? file)
    {
        try
        {
            return secret ?? File.ReadAllText(file!).TrimEnd('\r', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KeystoneUnavailableException($"The file of this service's secret cannot be read: {e.Message}", e);
        }
    }
}
