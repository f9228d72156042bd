namespace Migrations.Api.Policies.Language;

/// <summary>A text is not policy language; the message says what was expected, in one line.</summary>
internal sealed class CheckSyntaxException(string expected) : Exception(expected);
