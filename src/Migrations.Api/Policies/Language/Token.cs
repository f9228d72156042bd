namespace Migrations.Api.Policies.Language;

internal enum TokenKind
{
    Open,
    Close,
    And,
    Or,
    Not,
    Check,
    End,
}

/// <summary>A word of a rule. Blanks part words; parentheses do so only before and behind one, as <c>%(x)s</c> has some too.</summary>
internal readonly record struct Token(TokenKind Kind, string Text)
{
    /// <summary>The words of a rule, and <see cref="TokenKind.End"/>.</summary>
    public static IEnumerable<Token> Of(string rule)
    {
        foreach (var word in rule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var opened = word.TrimStart('(');
            var bare = opened.TrimEnd(')');
            for (var i = opened.Length; i < word.Length; i++)
                yield return new Token(TokenKind.Open, "(");
            if (bare.Length > 0)
                yield return new Token(KindOf(bare), bare);
            for (var i = bare.Length; i < opened.Length; i++)
                yield return new Token(TokenKind.Close, ")");
        }
        yield return new Token(TokenKind.End, "");
    }

    public override string ToString() => Kind == TokenKind.End ? "the end" : $"'{Text}'";

    private static TokenKind KindOf(string word) => word.ToUpperInvariant() switch
    {
        "AND" => TokenKind.And,
        "OR" => TokenKind.Or,
        "NOT" => TokenKind.Not,
        _ => TokenKind.Check,
    };
}
