namespace Migrations.Api.Policies.Language;

/// <summary>Reads one check, a word without "and", "or" and "not".</summary>
/// <remarks>
/// <code>
/// check    = "@" | "!" | kind ":" pattern
/// kind     = "role" | "rule" | "is_admin" | literal | credential | unknown
/// literal  = "'" text "'" | '"' text '"' | number | "True" | "False" | "None"
/// pattern  = { text | "%(" attribute ")s" | "%%" }
/// </code>
/// </remarks>
internal static class CheckKinds
{
    /// <returns>An <see cref="UnknownCheck"/> for a kind that this service does not know.</returns>
    /// <exception cref="CheckSyntaxException">The word is not a check.</exception>
    public static Check Parse(string word)
    {
        if (word is "@" or "!")
            return word == "@" ? ConstantCheck.Always : ConstantCheck.Never;

        var colon = word.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == word.Length - 1)
            throw new CheckSyntaxException($"expected kind:value, such as role:admin, instead of '{word}'");
        return Parse(word, word[..colon], word[(colon + 1)..]);
    }

    private static Check Parse(string word, string kind, string value) => kind switch
    {
        "role" => new RoleCheck(PatternOf(value)),
        "rule" => new RuleCheck(PatternOf(value).ToString()),
        "is_admin" => Administrator(value),
        _ when IsLiteral(kind) => new LiteralCheck(kind, PatternOf(value)),
        _ when Credential.Find(kind) is { } credential => new CredentialCheck(credential, PatternOf(value)),
        ['\'' or '"', ..] => throw new CheckSyntaxException($"expected a quote at the end of the literal in '{word}'"),
        _ when kind.Any(char.IsWhiteSpace) => throw new CheckSyntaxException($"expected one check instead of '{word}'"),
        _ => new UnknownCheck(word),
    };

    /// <remarks>Nova registers this kind for the rule that names administrators (nova/policy.py, IsAdminCheck).</remarks>
    private static Check Administrator(string value) => value switch
    {
        "True" => new RuleCheck(RuleSet.Administrator),
        "False" => new NotCheck(new RuleCheck(RuleSet.Administrator)),
        _ => throw new CheckSyntaxException($"expected is_admin:True or is_admin:False instead of 'is_admin:{value}'"),
    };

    /// <summary>A value as a pattern. A parenthesis outside <c>%(…)s</c> means that somebody forgot a space beside it.</summary>
    private static Pattern PatternOf(string value)
    {
        var pattern = Pattern.Parse(value);
        return pattern.Parts.Any(part => part.Text.AsSpan().ContainsAny('(', ')'))
            ? throw new CheckSyntaxException($"expected spaces around the parentheses in '{value}'")
            : pattern;
    }

    private static bool IsLiteral(string kind) =>
        kind is "True" or "False" or "None"
        || kind.All(letter => char.IsAsciiDigit(letter) || letter == '.')
        || (kind.Length > 1 && kind[0] is '\'' or '"' && kind[^1] == kind[0]);
}
