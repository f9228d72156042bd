using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Migrations.Api.Python;

/// <summary>What a JSON value must be. The first keyword that fails makes the message, as in Python's jsonschema.</summary>
/// <param name="types">The types that it may have, in the words of JSON schema.</param>
internal sealed class PythonSchema(params IReadOnlyList<string> types)
{
    public const string Null = "null";
    public const string Boolean = "boolean";
    public const string Integer = "integer";
    public const string String = "string";
    public const string Object = "object";

    public IReadOnlyList<string> Types => types;

    /// <summary>The values that it may be; null for any.</summary>
    public IReadOnlyList<PythonValue>? Values { get; init; }

    /// <summary>The least that a number may be; null for none.</summary>
    public long? Minimum { get; init; }

    /// <summary>The most that a number may be; null for none.</summary>
    public long? Maximum { get; init; }

    /// <summary>Minimum of characters; null for none.</summary>
    public int? MinLength { get; init; }

    /// <summary>Maximum of characters; null for none.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What a text must match; null for any text.</summary>
    public Regex? Pattern { get; init; }

    /// <summary>The members of an object, in the order in which they are checked; it may have no others.</summary>
    public IReadOnlyList<SchemaMember> Members { get; init; } = [];

    /// <summary>The first violation, or null.</summary>
    /// <param name="name">What the value is called where it stands.</param>
    public SchemaViolation? Check(string name, PythonValue value)
    {
        if ((CheckType(value) ?? CheckValue(value) ?? CheckNumber(value) ?? CheckText(value)) is { } problem)
            return new SchemaViolation(name, value, problem);
        return value is PythonValue.Dict { Items: var items }
            ? CheckMembers(items) ?? (CheckNames(items) is { } mistake ? new SchemaViolation(name, value, mistake) : null)
            : null;
    }

    /// <summary>What is wrong with names that are not expected; null when there are none.</summary>
    public static string? CheckUnexpected(IEnumerable<string> names)
    {
        var unexpected = names.Order(StringComparer.Ordinal).Select(PythonRepr.Of).ToList();
        return unexpected.Count == 0
            ? null
            : $"Additional properties are not allowed ({string.Join(", ", unexpected)} {(unexpected.Count == 1 ? "was" : "were")} unexpected)";
    }

    private string? CheckType(PythonValue value) => types.Contains(TypeOf(value))
        ? null
        : $"{PythonRepr.Of(value)} is not of type {string.Join(", ", types.Select(PythonRepr.Of))}";

    private string? CheckValue(PythonValue value) => Values?.Contains(value) == false
        ? $"{PythonRepr.Of(value)} is not one of {PythonRepr.Of(new PythonValue.List(Values))}"
        : null;

    private string? CheckNumber(PythonValue value)
    {
        if (value is not PythonValue.Int { Digits: var digits })
            return null;
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture);
        return number < Minimum ? $"{digits} is less than the minimum of {Minimum}"
            : number > Maximum ? $"{digits} is greater than the maximum of {Maximum}"
            : null;
    }

    private string? CheckText(PythonValue value)
    {
        if (value is not PythonValue.Str { Value: var text })
            return null;
        var length = text.EnumerateRunes().Count();
        var problem = length < MinLength ? "is too short"
            : length > MaxLength ? "is too long"
            : Pattern?.IsMatch(text) == false ? $"does not match {PythonRepr.Of(Pattern.ToString())}"
            : null;
        return problem is null ? null : $"{PythonRepr.Of(text)} {problem}";
    }

    private SchemaViolation? CheckMembers(OrderedDictionary<string, PythonValue> items)
    {
        foreach (var member in Members)
            if (items.TryGetValue(member.Name, out var value) && member.Schema.Check(member.Name, value) is { } violation)
                return violation;
        return null;
    }

    private string? CheckNames(OrderedDictionary<string, PythonValue> items) =>
        Members.FirstOrDefault(member => member.IsRequired && !items.ContainsKey(member.Name)) is { } missing
            ? $"{PythonRepr.Of(missing.Name)} is a required property"
            : CheckUnexpected(items.Keys.Except(Members.Select(member => member.Name)));

    private static string TypeOf(PythonValue value) => value switch
    {
        PythonValue.None => Null,
        PythonValue.Bool => Boolean,
        PythonValue.Int => Integer,
        PythonValue.Float => "number",
        PythonValue.Str => String,
        PythonValue.List => "array",
        _ => Object,
    };
}

/// <summary>A member of an object.</summary>
/// <param name="Meaning">A sentence.</param>
internal sealed record SchemaMember(string Name, PythonSchema Schema, string Meaning, bool IsRequired = true);

/// <summary>A value that its schema does not allow.</summary>
/// <param name="Name">What it is called where it stands.</param>
/// <param name="Problem">In the words of Python's jsonschema.</param>
internal sealed record SchemaViolation(string Name, PythonValue Value, string Problem);
