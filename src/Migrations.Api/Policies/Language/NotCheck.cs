namespace Migrations.Api.Policies.Language;

internal sealed record NotCheck(Check Operand) : Check
{
    public override IReadOnlyList<Check> Parts => [Operand];

    public override bool? Decide(in Question question) => !Operand.Decide(question);

    public override string ToString() => $"not {Operand}";
}
