namespace Migrations.Api.Policies.Language;

/// <summary>Reads the check language of oslo.policy.</summary>
/// <remarks>
/// <code>
/// rule     = "" | any                        nothing at all is always true
/// any      = all { "or" all }
/// all      = negated { "and" negated }
/// negated  = { "not" } operand
/// operand  = "(" any ")" | check
/// check    = "@" | "!" | kind ":" pattern    always; never
/// kind     = "role" | "rule" | "is_admin" | literal | credential | unknown
/// literal  = "'" text "'" | '"' text '"' | number | "True" | "False" | "None"
/// pattern  = { text | "%(" attribute ")s" | "%%" }
///
/// old form = [ { [ { check } ] | check } ]   a list of alternatives, each a list of checks that all hold
/// </code>
/// Blanks stand between words, never inside a check. "and", "or" and "not" may be written in any case.
/// </remarks>
internal sealed class CheckParser
{
    /// <summary>How deep parentheses and "not" may nest: more is no rule that a person has written.</summary>
    private const int DeepestNesting = 32;

    private readonly IEnumerator<Token> _tokens;

    private CheckParser(string rule)
    {
        _tokens = Token.Of(rule).GetEnumerator();
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

    /// <summary>Reads the old form: an empty list is always true, a list of nothing but empty lists never.</summary>
    /// <exception cref="CheckSyntaxException">An entry is not a check.</exception>
    public static Check ParseLists(IReadOnlyList<IReadOnlyList<string>> alternatives) =>
        alternatives.Count == 0
            ? ConstantCheck.Always
            : Join(
                [.. alternatives
                    .Where(checks => checks.Count > 0)
                    .Select(checks => Join([.. checks.Select(WrittenCheck.Parse)], all => new AndCheck(all)))],
                any => new OrCheck(any));

    private Check Any(int depth) => Operands(TokenKind.Or, depth, All, any => new OrCheck(any));

    private Check All(int depth) => Operands(TokenKind.And, depth, Negated, all => new AndCheck(all));

    private Check Operands(TokenKind between, int depth, Func<int, Check> operand, Func<List<Check>, Check> join)
    {
        var operands = new List<Check> { operand(depth) };
        while (Accept(between))
            operands.Add(operand(depth));
        return Join(operands, join);
    }

    private Check Negated(int depth)
    {
        if (depth > DeepestNesting)
            throw new CheckSyntaxException($"expected at most {DeepestNesting} nested parentheses and 'not'");
        return Accept(TokenKind.Not) ? new NotCheck(Negated(depth + 1)) : Operand(depth);
    }

    private Check Operand(int depth)
    {
        var token = Current;
        if (Accept(TokenKind.Check))
            return WrittenCheck.Parse(token.Text);
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

    private static Check Join(List<Check> operands, Func<List<Check>, Check> join) => operands.Count switch
    {
        0 => ConstantCheck.Never,
        1 => operands[0],
        _ => join(operands),
    };
}
