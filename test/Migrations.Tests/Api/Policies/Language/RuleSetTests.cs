using System.Collections;
using CsCheck;
using Migrations.Api.Identity;
using Migrations.Api.Policies.Language;

namespace Migrations.Tests.Api.Policies.Language;

/// <summary>A decision asks each rule at most once, and is still the one that asking every rule every time would give.</summary>
public class RuleSetTests
{
    private const int Rules = 6;
    private static readonly string[] RoleNames = ["admin", "member", "reader"];

    private static readonly Gen<Node> Leaf = Gen.OneOf(
        Gen.Bool.Select(value => (Node)new Constant(value)),
        Gen.OneOf(RoleNames).Select(role => (Node)new Role(role)),
        Gen.Int[1, 3].Select(down => (Node)new Reference(down)));

    private static readonly Gen<Node> Tree = Gen.Recursive<Node>((depth, node) => depth >= 3
        ? Leaf
        : Gen.OneOf(
            Leaf,
            node.Select(operand => (Node)new Not(operand)),
            Gen.Select(node, node, Gen.Bool).Select((left, right, isAnd) => (Node)new Pair(left, right, isAnd))));

    [Test]
    public void Allows_RulesThatFanOut_AsksTheLastOneOnce()
    {
        var rules = Enumerable.Range(1, 12)
            .Select(i => new DefinedRule($"r{i}", CheckParser.Parse($"rule:r{i - 1} or rule:r{i - 1}")))
            .Prepend(new DefinedRule("r0", CheckParser.Parse("role:x")));
        var roles = new CountedRoles();
        Assert.Multiple(() =>
        {
            Assert.That(new RuleSet(rules).Allows("r12", new Caller("u", "p", roles), "p"), Is.False);
            Assert.That(roles.Asked, Is.EqualTo(1));
        });
    }

    [Test]
    public void Allows_AnyRules_IsWhatANaiveEvaluatorSays() =>
        Gen.Select(Tree.Array[Rules], Gen.OneOf(RoleNames).Array[0, 2]).Sample(
            (trees, roles) =>
            {
                var set = new RuleSet(trees.Select((tree, i) => new DefinedRule(NameOf(i), CheckParser.Parse(tree.Text(i)))));
                var caller = new Caller("u", "p", roles);
                return Enumerable.Range(0, Rules).All(i =>
                    set.Allows(NameOf(i), caller, "p") == (trees[i].Decide(trees, i, roles) == true));
            },
            iter: 5_000);

    [TestCase(64)]
    [TestCase(65)]
    public void Allows_AnyNumberOfRules_AsksTheLastOneToo(int count)
    {
        var rules = Enumerable.Range(0, count).Select(i => new DefinedRule(NameOf(i), CheckParser.Parse(i == count - 1 ? "@" : "!"))).ToList();

        Assert.That(new RuleSet(rules).Allows(NameOf(count - 1), new Caller("u", "p", []), "p"), Is.True);
        Assert.That(new RuleSet(rules).Allows(NameOf(0), new Caller("u", "p", []), "p"), Is.False);
    }

    [Test]
    public void ReachedFrom_SomeRules_AreThoseAndWhatTheyReferTo()
    {
        var set = new RuleSet(
        [
            new DefinedRule("a", CheckParser.Parse("rule:b or not ( rule:c and rule:nowhere )")),
            new DefinedRule("b", CheckParser.Parse("rule:c")),
            new DefinedRule("c", CheckParser.Parse("@")),
            new DefinedRule("d", CheckParser.Parse("@")),
        ]);

        Assert.That(set.ReachedFrom(["a", "unknown"]).Select(rule => rule.Name), Is.EqualTo(new[] { "a", "b", "c" }));
    }

    [Test]
    public void Rule_KnowsWhereItIsWrittenAndWhatItReads()
    {
        var rule = new DefinedRule("a", CheckParser.Parse("rule:b or user_id:%(x)s-%(y)s or http:z"), "/etc/policy.yaml", 7);

        Assert.Multiple(() =>
        {
            Assert.That(rule.Origin, Is.EqualTo("policy.yaml:7"));
            Assert.That((rule with { File = null }).Origin, Is.EqualTo("default"));
            Assert.That(rule.References, Is.EqualTo(new[] { "b" }));
            Assert.That(rule.TargetAttributes, Is.EqualTo(new[] { "x", "y" }));
            Assert.That(rule.UnknownChecks.Select(check => check.Written), Is.EqualTo(new[] { "http:z" }));
        });
    }

    [TestCase(34, true)]
    [TestCase(35, false)]
    public void Chain_OfRules_MayBeThatLong(int length, bool accepted)
    {
        var rules = Enumerable.Range(1, length).Select(i => new DefinedRule(
            NameOf(i), i == length ? ConstantCheck.Always : CheckParser.Parse($"rule:{NameOf(i + 1)}"), "/etc/policy.yaml", i)).ToList();

        foreach (var order in new[] { rules, [.. rules.AsEnumerable().Reverse()] })
            Assert.That(() => RuleCycles.ThrowIfAny(new RuleSet(order)), accepted
                ? Throws.Nothing
                : Throws.TypeOf<PolicyException>().With.Message.Contains("expected a chain of at most 34 rules"));
    }

    /// <summary>Rules before the first are not defined.</summary>
    private static string NameOf(int rule) => $"r{rule}";

    private abstract record Node
    {
        public abstract string Text(int rule);

        public abstract bool? Decide(Node[] rules, int rule, string[] roles);
    }

    private sealed record Constant(bool Value) : Node
    {
        public override string Text(int rule) => Value ? "@" : "!";

        public override bool? Decide(Node[] rules, int rule, string[] roles) => Value;
    }

    private sealed record Role(string Name) : Node
    {
        public override string Text(int rule) => $"role:{Name}";

        public override bool? Decide(Node[] rules, int rule, string[] roles) => roles.Contains(Name);
    }

    private sealed record Reference(int Down) : Node
    {
        public override string Text(int rule) => $"rule:{NameOf(rule - Down)}";

        public override bool? Decide(Node[] rules, int rule, string[] roles) =>
            rule < Down ? null : rules[rule - Down].Decide(rules, rule - Down, roles);
    }

    private sealed record Not(Node Operand) : Node
    {
        public override string Text(int rule) => $"not ( {Operand.Text(rule)} )";

        public override bool? Decide(Node[] rules, int rule, string[] roles) => !Operand.Decide(rules, rule, roles);
    }

    private sealed record Pair(Node Left, Node Right, bool IsAnd) : Node
    {
        public override string Text(int rule) => $"( {Left.Text(rule)} {(IsAnd ? "and" : "or")} {Right.Text(rule)} )";

        public override bool? Decide(Node[] rules, int rule, string[] roles) => IsAnd
            ? Left.Decide(rules, rule, roles) & Right.Decide(rules, rule, roles)
            : Left.Decide(rules, rule, roles) | Right.Decide(rules, rule, roles);
    }

    /// <summary>One role that no rule here names, and how often it was looked at.</summary>
    private sealed class CountedRoles : IReadOnlyList<string>
    {
        public int Asked { get; private set; }

        public int Count => 1;

        public string this[int index]
        {
            get
            {
                Asked++;
                return "y";
            }
        }

        public IEnumerator<string> GetEnumerator() => throw new NotSupportedException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
