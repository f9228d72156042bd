using System.Text.Json.Serialization;

namespace Migrations.Api.Identity.Keystone;

/// <summary>Keystone's description of a token.</summary>
internal sealed record TokenDocument(TokenDocument.TokenPart? Token)
{
    /// <summary>The token; null when the document lacks a required part, or a list in it has an entry without a name.</summary>
    public KeystoneToken? ToToken() => Token is { User.Id: { } userId, ExpiresAt: { } expiresAt } && IsWhole(Token)
        ? new KeystoneToken(CallerOf(Token, userId, expiresAt), expiresAt, AccessRulesOf(Token))
        : null;

    private static bool IsWhole(TokenPart token) =>
        (token.Roles ?? []).All(role => role?.Name is not null)
        && (token.ApplicationCredential?.AccessRules ?? []).All(rule => rule is { Service: not null, Method: not null, Path: not null });

    private static Caller CallerOf(TokenPart token, string userId, DateTimeOffset expiresAt) =>
        new(userId, token.Project?.Id, [.. (token.Roles ?? []).Select(role => role!.Name!)])
        {
            UserDomainId = token.User?.Domain?.Id,
            ProjectDomainId = token.Project?.Domain?.Id,
            DomainId = token.Domain?.Id,
            SystemScope = token.System?.All == true ? "all" : null,
            IsAdminProject = token.IsAdminProject ?? true,
            ExpiresAt = expiresAt,
        };

    private static List<AccessRule>? AccessRulesOf(TokenPart token) =>
        token.ApplicationCredential?.AccessRules?
            .Select(rule => new AccessRule(rule!.Service!, rule.Method!, rule.Path!))
            .ToList();

    internal sealed record TokenPart(
        DateTimeOffset? ExpiresAt, NamedPart? User, NamedPart? Project, NamedPart? Domain, SystemPart? System,
        IReadOnlyList<NamedPart?>? Roles, bool? IsAdminProject, CredentialPart? ApplicationCredential);

    internal sealed record NamedPart(string? Id, string? Name, NamedPart? Domain);

    internal sealed record SystemPart(bool? All);

    internal sealed record CredentialPart(IReadOnlyList<RulePart?>? AccessRules);

    internal sealed record RulePart(string? Service, string? Method, string? Path);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(TokenDocument))]
internal sealed partial class TokenJson : JsonSerializerContext;
