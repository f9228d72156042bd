using System.Globalization;
using System.Text;

namespace Migrations.Api.Python;

/// <summary>Reads JSON as Python's <c>json.loads</c> does: NaN and infinities are numbers, the last of repeated keys counts.</summary>
/// <remarks>
/// System.Text.Json knows neither, and both show in Nova's answers. Nesting deeper than <see cref="MaxDepth"/> is
/// malformed, so that no body can exhaust the stack.
/// </remarks>
internal ref struct PythonJson(string text)
{
    private const int MaxDepth = 1000;
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<char> _text = text;
    private int _at;
    private int _depth;

    /// <summary>The value, or null when the bytes are not one JSON value in UTF-8.</summary>
    public static PythonValue? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            var reader = new PythonJson(StrictUtf8.GetString(utf8));
            var value = reader.Value();
            reader.SkipSpace();
            return reader._at == reader._text.Length ? value : null;
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }

    private PythonValue Value()
    {
        SkipSpace();
        if (_at == _text.Length)
            throw new FormatException();
        switch (_text[_at])
        {
            case '{':
                return Nested(ref this, static (ref PythonJson reader) => reader.Dict());
            case '[':
                return Nested(ref this, static (ref PythonJson reader) => reader.List());
            case '"':
                return new PythonValue.Str(String());
            default:
                return Word("null") ? new PythonValue.None()
                    : Word("true") ? new PythonValue.Bool(true)
                    : Word("false") ? new PythonValue.Bool(false)
                    : Word("NaN") ? new PythonValue.Float(double.NaN)
                    : Word("Infinity") ? new PythonValue.Float(double.PositiveInfinity)
                    : Word("-Infinity") ? new PythonValue.Float(double.NegativeInfinity)
                    : Number();
        }
    }

    private delegate PythonValue Container(ref PythonJson reader);

    private static PythonValue Nested(ref PythonJson reader, Container read)
    {
        if (++reader._depth > MaxDepth)
            throw new FormatException();
        reader._at++;
        var value = read(ref reader);
        reader._depth--;
        return value;
    }

    private PythonValue.Dict Dict()
    {
        var items = new OrderedDictionary<string, PythonValue>(StringComparer.Ordinal);
        if (Next('}'))
            return new PythonValue.Dict(items);
        do
        {
            SkipSpace();
            var key = String();
            Expect(':');
            items[key] = Value();
        }
        while (Next(','));
        Expect('}');
        return new PythonValue.Dict(items);
    }

    private PythonValue.List List()
    {
        var items = new List<PythonValue>();
        if (Next(']'))
            return new PythonValue.List(items);
        do
            items.Add(Value());
        while (Next(','));
        Expect(']');
        return new PythonValue.List(items);
    }

    private string String()
    {
        Expect('"');
        var text = new StringBuilder();
        while (_at < _text.Length)
        {
            var character = _text[_at++];
            if (character == '"')
                return text.ToString();
            if (character < ' ')
                throw new FormatException();
            text.Append(character == '\\' ? Escape() : character);
        }
        throw new FormatException();
    }

    private char Escape()
    {
        if (_at == _text.Length)
            throw new FormatException();
        return _text[_at++] switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => Unicode(),
            _ => throw new FormatException(),
        };
    }

    private char Unicode()
    {
        if (_at + 4 > _text.Length
            || !ushort.TryParse(_text.Slice(_at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            throw new FormatException();
        _at += 4;
        return (char)code;
    }

    private PythonValue Number()
    {
        var start = _at;
        Next('-', skipSpace: false);
        if (!Next('0', skipSpace: false))
            Digits();
        var integerEnd = _at;
        if (Next('.', skipSpace: false))
            Digits();
        if (Next('e', skipSpace: false) || Next('E', skipSpace: false))
        {
            _ = Next('+', skipSpace: false) || Next('-', skipSpace: false);
            Digits();
        }
        var digits = _text[start.._at];
        if (_at > integerEnd)
            return new PythonValue.Float(double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture));
        return new PythonValue.Int(digits is "-0" ? "0" : digits.ToString());
    }

    private void Digits()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
        if (_at == start)
            throw new FormatException();
    }

    private bool Word(string word)
    {
        var found = _text[_at..].StartsWith(word);
        _at += found ? word.Length : 0;
        return found;
    }

    private bool Next(char character, bool skipSpace = true)
    {
        if (skipSpace)
            SkipSpace();
        var found = _at < _text.Length && _text[_at] == character;
        _at += found ? 1 : 0;
        return found;
    }

    private void Expect(char character)
    {
        if (!Next(character))
            throw new FormatException();
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (' ' or '\t' or '\n' or '\r'))
            _at++;
    }
}

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
