using Migrations.Api.Policies.Language;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Migrations.Api.Policies.Files;

/// <summary>Walks the events of a YAML document that maps names to rules, and refuses anything else in it with its line.</summary>
internal sealed class YamlRules
{
    private readonly Parser _parser;

    private YamlRules(string text) => _parser = new Parser(new StringReader(text));

    /// <exception cref="YamlException">The text is not YAML, or not of this form.</exception>
    public static IReadOnlyList<WrittenRule> Read(string text)
    {
        try
        {
            return new YamlRules(text).Document();
        }
        catch (Exception e) when (e is not YamlException)
        {
            // YamlDotNet throws exceptions of other types, such as ArgumentOutOfRangeException, for some malformed texts.
            throw new YamlException(e.Message, e);
        }
    }

    private List<WrittenRule> Document()
    {
        var rules = new List<WrittenRule>();
        Take<StreamStart>("YAML");
        if (_parser.Accept<StreamEnd>(out _))
            return rules;

        Take<DocumentStart>("a document");
        if (_parser.Accept<Scalar>(out var scalar) && IsNull(scalar))
            Take<Scalar>("a mapping of names to rules");
        else
            Mapping(rules);
        Take<DocumentEnd>("the end of the document");
        Take<StreamEnd>("a single document");
        return rules;
    }

    private void Mapping(List<WrittenRule> rules)
    {
        Take<MappingStart>("a mapping of names to rules");
        while (!_parser.TryConsume<MappingEnd>(out _))
            rules.Add(Rule(Take<Scalar>("the name of a rule").Value));
    }

    private WrittenRule Rule(string name)
    {
        if (_parser.Accept<SequenceStart>(out var list))
            return new WrittenRule(name, list.Start.Line, null, Items(Alternative));

        var scalar = Take<Scalar>($"a rule as text for {name}");
        return new WrittenRule(name, scalar.Start.Line, IsNull(scalar) ? null : scalar.Value);
    }

    private IReadOnlyList<string> Alternative() =>
        _parser.Accept<SequenceStart>(out _) ? Items(Check) : [Check()];

    private string Check() => Take<Scalar>("a check as text").Value;

    private List<T> Items<T>(Func<T> item)
    {
        var items = new List<T>();
        Take<SequenceStart>("a list");
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(item());
        return items;
    }

    private T Take<T>(string expected)
        where T : ParsingEvent
    {
        if (!_parser.Accept<T>(out var found))
            throw Refused(expected);
        if (found is NodeEvent { Tag.IsEmpty: false } or NodeEvent { Anchor.IsEmpty: false })
            throw Refused($"{expected}, in quotes and without a tag or an anchor");
        return _parser.Consume<T>();
    }

    private YamlException Refused(string expected) => new(_parser.Current!.Start, _parser.Current.End, expected);

    private static bool IsNull(Scalar scalar) =>
        scalar is { Style: ScalarStyle.Plain, Value: "" or "~" or "null" or "Null" or "NULL" };
}

/// <summary>A rule as a file has it: either text or the old list of lists.</summary>
/// <param name="Text">Null when the file has a list, or no value, which is always true.</param>
internal sealed record WrittenRule(
    string Name, long Line, string? Text, IReadOnlyList<IReadOnlyList<string>>? Lists = null)
{
    /// <exception cref="CheckSyntaxException">It is not policy language.</exception>
    public Check Parse() => Lists is null ? CheckParser.Parse(Text ?? "") : CheckParser.ParseLists(Lists);
}
