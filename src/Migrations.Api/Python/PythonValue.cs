namespace Migrations.Api.Python;

/// <summary>A JSON value as Nova sees it, because its error texts quote values in Python's form.</summary>
internal abstract record PythonValue
{
    public sealed record None : PythonValue;

    public sealed record Bool(bool Value) : PythonValue;

    /// <summary>An integer of any size, by its digits.</summary>
    public sealed record Int(string Digits) : PythonValue;

    public sealed record Float(double Value) : PythonValue;

    public sealed record Str(string Value) : PythonValue;

    public sealed record List(IReadOnlyList<PythonValue> Items) : PythonValue;

    /// <summary>In the order in which keys first appeared; of a repeated key the last value counts.</summary>
    public sealed record Dict(OrderedDictionary<string, PythonValue> Items) : PythonValue;
}
