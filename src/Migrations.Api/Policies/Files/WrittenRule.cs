using Migrations.Api.Policies.Language;

namespace Migrations.Api.Policies.Files;

/// <summary>A rule as it stands in a file, either text or the old list of lists.</summary>
/// <param name="Text">Null when the file has nothing there, which is always true, or a list.</param>
internal sealed record WrittenRule(
    string Name, long Line, string? Text, IReadOnlyList<IReadOnlyList<string>>? Lists = null)
{
    /// <exception cref="CheckSyntaxException">It is not policy language.</exception>
    public Check Parse() => Lists is null ? CheckParser.Parse(Text ?? "") : CheckParser.ParseLists(Lists);
}
