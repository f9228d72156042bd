namespace Migrations.Api.Policies.Language;

internal sealed record AndCheck(IReadOnlyList<Check> Operands) : Check
{
    public override IReadOnlyList<Check> Parts => Operands;

    public override bool? Decide(in PolicyQuery query)
    {
        bool? all = true;
        for (var i = 0; i < Operands.Count && all != false; i++)
            all &= Operands[i].Decide(query);
        return all;
    }

    public override string ToString() => $"({string.Join(" and ", Operands)})";
}
