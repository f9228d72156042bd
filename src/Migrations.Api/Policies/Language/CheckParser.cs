namespace Migrations.Api.Policies.Language;

/// <summary>Reads the check language of oslo.policy (oslo_policy/_parser.py).</summary>
/// <remarks>
/// <code>
/// rule     = "" | any                        empty is always true
/// any      = all { "or" all }
/// all      = negated { "and" negated }
/// negated  = { "not" } operand
/// operand  = "(" any ")" | check
/// check    = see CheckKinds
///
/// old form = [ { [ { check } ] | check } ]   a list of alternatives; each is a list of checks that must all hold
/// </code>
/// Whitespace separates words; a check contains none. "and", "or" and "not" may be written in any case.
/// </remarks>
internal sealed class CheckParser
{
    /// <summary>Maximum depth of parentheses and "not", so that no rule can exhaust the stack.</summary>
    private const int MaxDepth = 32;

    private readonly IEnumerator<Token> _tokens;

    private CheckParser(string rule)
    {
        _tokens = Token.Split(rule).GetEnumerator();
        _tokens.MoveNext();
    }

    private Token Current => _tokens.Current;

    /// <exception cref="CheckSyntaxException">The text is not a rule.</exception>
    public static Check Parse(string rule)
    {
        if (rule.Length == 0)
            return ConstantCheck.Always;
        var parser = new CheckParser(rule);
        var check = parser.Any(depth: 0);
        return parser.Current.Kind == TokenKind.End
            ? check
            : throw new CheckSyntaxException($"expected 'and', 'or' or the end instead of {parser.Current}");
    }

    /// <summary>Reads the old form. An empty list is always true; a list that contains only empty lists is never true.</summary>
    /// <exception cref="CheckSyntaxException">An entry is not a check.</exception>
    public static Check ParseLists(IReadOnlyList<IReadOnlyList<string>> alternatives) =>
        alternatives.Count == 0
            ? ConstantCheck.Always
            : Join(
                [.. alternatives
                    .Where(checks => checks.Count > 0)
                    .Select(checks => Join([.. checks.Select(CheckKinds.Parse)], all => new AndCheck(all)))],
                any => new OrCheck(any));

    private Check Any(int depth) => Operands(TokenKind.Or, depth, All, any => new OrCheck(any));

    private Check All(int depth) => Operands(TokenKind.And, depth, Negated, all => new AndCheck(all));

    private Check Operands(TokenKind between, int depth, Func<int, Check> operand, Func<Check[], Check> join)
    {
        var operands = new List<Check> { operand(depth) };
        while (Accept(between))
            operands.Add(operand(depth));
        return Join([.. operands], join);
    }

    private Check Negated(int depth)
    {
        if (depth > MaxDepth)
            throw new CheckSyntaxException($"expected at most {MaxDepth} nested parentheses and 'not'");
        return Accept(TokenKind.Not) ? new NotCheck(Negated(depth + 1)) : Operand(depth);
    }

    private Check Operand(int depth)
    {
        var token = Current;
        if (Accept(TokenKind.Check))
            return CheckKinds.Parse(token.Text);
        if (!Accept(TokenKind.Open))
            throw new CheckSyntaxException($"expected a check such as role:admin instead of {token}");
        var inner = Any(depth + 1);
        return Accept(TokenKind.Close)
            ? inner
            : throw new CheckSyntaxException($"expected 'and', 'or' or ')' instead of {Current}");
    }

    private bool Accept(TokenKind kind)
    {
        if (Current.Kind != kind)
            return false;
        _tokens.MoveNext();
        return true;
    }

    private static Check Join(Check[] operands, Func<Check[], Check> join) => operands.Length switch
    {
        0 => ConstantCheck.Never,
        1 => operands[0],
        _ => join(operands),
    };
}

/// <summary>A word of a rule.</summary>
internal readonly record struct Token(TokenKind Kind, string Text)
{
    /// <summary>The words of a rule, then <see cref="TokenKind.End"/>.</summary>
    /// <remarks>A parenthesis is a token of its own only at either end of a word, because <c>%(x)s</c> contains parentheses.</remarks>
    public static IEnumerable<Token> Split(string rule)
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

/// <summary>A text is not policy language. The message says in one line what was expected.</summary>
internal sealed class CheckSyntaxException(string expected) : Exception(expected);
