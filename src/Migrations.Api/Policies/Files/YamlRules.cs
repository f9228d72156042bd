using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Migrations.Api.Policies.Files;

/// <summary>Walks the events of a YAML document that maps names to rules; anything else in it is refused where it stands.</summary>
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
            // The library meets some malformed texts with exceptions that are not meant for its callers.
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
