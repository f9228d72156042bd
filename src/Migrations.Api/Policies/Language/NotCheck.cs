namespace Migrations.Api.Policies.Language;

internal sealed record NotCheck(Check Operand) : Check
{
    public override IReadOnlyList<Check> Parts => [Operand];

    public override bool? Decide(in PolicyQuery query) => !Operand.Decide(query);

    public override string ToString() => $"not {Operand}";
}
