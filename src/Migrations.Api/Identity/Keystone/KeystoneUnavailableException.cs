namespace Migrations.Api.Identity.Keystone;

/// <summary>Keystone cannot say whether a token is valid. The message is for the operator and has no secret in it.</summary>
internal sealed class KeystoneUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
