namespace Migrations.Api.Policies.Language;

/// <summary>A policy that cannot be used. The message is one line: file, line, rule, and what was expected.</summary>
public sealed class PolicyException : Exception
{
    /// <param name="file">The policy file at fault.</param>
    /// <param name="line">Counted from 1; null when the whole file is at fault.</param>
    /// <param name="rule">The rule at fault; null when no single one is.</param>
    /// <param name="expected">What should have been there.</param>
    public PolicyException(string file, long? line, string? rule, string expected)
        : base(OnOneLine($"{file}{(line is null ? "" : $":{line}")}: {(rule is null ? "" : $"{rule}: ")}{expected}"))
    {
        File = file;
        Line = line;
        Rule = rule;
    }

    public string File { get; }

    public long? Line { get; }

    public string? Rule { get; }

    private static string OnOneLine(string text) =>
        string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter));
}
