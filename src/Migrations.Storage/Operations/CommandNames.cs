using Migrations.Drivers;
using Migrations.Operations;

namespace Migrations.Storage.Operations;

/// <summary>The words of <c>commands</c>, in the order of the enumerations; they outlive the names in code.</summary>
internal static class CommandNames
{
    private static readonly string[] Kinds = ["force_complete", "abort"];
    private static readonly string[] Outcomes = ["pending", "done", "refused", "too_late", "unreachable"];
    private static readonly string[] Means = ["post_copy", "pause"];

    public static string Of(CommandKind kind) => Kinds[(int)kind];

    public static string Of(CommandOutcome outcome) => Outcomes[(int)outcome];

    public static string Of(ForceCompleteMeans means) => Means[(int)means];

    public static CommandKind ToKind(string name) => (CommandKind)Array.IndexOf(Kinds, name);

    public static CommandOutcome ToOutcome(string name) => (CommandOutcome)Array.IndexOf(Outcomes, name);

    public static ForceCompleteMeans ToMeans(string name) => (ForceCompleteMeans)Array.IndexOf(Means, name);
}
