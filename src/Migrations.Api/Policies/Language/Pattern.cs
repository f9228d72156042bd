namespace Migrations.Api.Policies.Language;

/// <summary>The right side of a check: text with attributes of the target, <c>%(name)s</c>, in it.</summary>
internal sealed record Pattern(PatternPart[] Parts)
{
    /// <summary>Whether a value equals the pattern, filled in for this target; null when the target lacks one of its attributes.</summary>
    public bool? Matches(string value, in PolicyQuery query, StringComparison comparison)
    {
        var rest = value.AsSpan();
        var matches = true;
        for (var i = 0; i < Parts.Length; i++)
        {
            var text = Parts[i].IsAttribute ? query.TargetAttribute(Parts[i].Text) : Parts[i].Text;
            if (text is null)
                return null;
            matches = matches && rest.StartsWith(text, comparison);
            rest = matches ? rest[text.Length..] : rest;
        }
        return matches && rest.IsEmpty;
    }

    /// <summary>Whether any of the values equals the pattern, filled in for this target.</summary>
    public bool? MatchesAny(IReadOnlyList<string> values, in PolicyQuery query, StringComparison comparison)
    {
        bool? any = false;
        for (var i = 0; i < values.Count && any == false; i++)
            any = Matches(values[i], query, comparison);
        return any;
    }

    /// <exception cref="CheckSyntaxException">A percent sign starts neither <c>%(name)s</c> nor <c>%%</c>.</exception>
    public static Pattern Parse(string text)
    {
        var parts = new List<PatternPart>();
        for (var at = 0; at < text.Length;)
        {
            var percent = text.IndexOf('%', at);
            var end = percent < 0 ? text.Length : percent;
            if (end > at)
                parts.Add(new PatternPart(text[at..end], IsAttribute: false));
            at = percent < 0 ? end : ParsePercent(text, percent, parts);
        }
        return new Pattern([.. parts]);
    }

    private static int ParsePercent(string text, int percent, List<PatternPart> parts)
    {
        if (text.AsSpan(percent).StartsWith("%%"))
        {
            parts.Add(new PatternPart("%", IsAttribute: false));
            return percent + 2;
        }
        var close = text.IndexOf(")s", percent, StringComparison.Ordinal);
        if (close < percent + 3 || text[percent + 1] != '(')
            throw new CheckSyntaxException($"expected %(attribute)s at the percent sign of '{text}'");
        parts.Add(new PatternPart(text[(percent + 2)..close], IsAttribute: true));
        return close + 2;
    }

    public override string ToString() => string.Concat(Parts);
}

internal readonly record struct PatternPart(string Text, bool IsAttribute)
{
    public override string ToString() => IsAttribute ? $"%({Text})s" : Text.Replace("%", "%%", StringComparison.Ordinal);
}
