namespace Migrations.Api.Policies.Language;

/// <summary><c>@</c> and <c>!</c>: always, and never.</summary>
internal sealed record ConstantCheck(bool Value) : Check
{
    public static readonly ConstantCheck Always = new(true);

    public static readonly ConstantCheck Never = new(false);

    public override bool? Decide(in PolicyQuery query) => Value;

    public override string ToString() => Value ? "@" : "!";
}
