namespace Migrations.Api.Identity.Keystone;

/// <summary>What Keystone says when it is asked about a token.</summary>
/// <param name="IsAnswer">False when Keystone did not look at the token, because it does not accept the asker's own.</param>
/// <param name="Token">Null when the token is not valid.</param>
internal readonly record struct Validation(bool IsAnswer, KeystoneToken? Token);
