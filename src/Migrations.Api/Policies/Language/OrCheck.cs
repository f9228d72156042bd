namespace Migrations.Api.Policies.Language;

internal sealed record OrCheck(IReadOnlyList<Check> Operands) : Check
{
    public override IReadOnlyList<Check> Parts => Operands;

    public override bool? Decide(in PolicyQuery query)
    {
        bool? any = false;
        for (var i = 0; i < Operands.Count && any != true; i++)
            any |= Operands[i].Decide(query);
        return any;
    }

    public override string ToString() => $"({string.Join(" or ", Operands)})";
}
