using System.Globalization;
using System.Text;

namespace Migrations.Api.Python;

/// <summary>Writes values as Python's <c>repr</c> and <c>str</c> do.</summary>
internal static class PythonRepr
{
    /// <summary><c>str(value)</c>: a string is itself, anything else its <c>repr</c>.</summary>
    public static string Str(PythonValue value) => value is PythonValue.Str text ? text.Value : Of(value);

    /// <summary><c>repr(value)</c>.</summary>
    public static string Of(PythonValue value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary><c>repr(text)</c>.</summary>
    public static string Of(string text)
    {
        var repr = new StringBuilder();
        AppendString(repr, text);
        return repr.ToString();
    }

    private static void Append(StringBuilder text, PythonValue value)
    {
        switch (value)
        {
            case PythonValue.Bool flag:
                text.Append(flag.Value ? "True" : "False");
                break;
            case PythonValue.Int number:
                text.Append(number.Digits);
                break;
            case PythonValue.Float number:
                text.Append(Float(number.Value));
                break;
            case PythonValue.Str quoted:
                AppendString(text, quoted.Value);
                break;
            case PythonValue.List list:
                AppendAll(text, '[', list.Items, item => Append(text, item), ']');
                break;
            case PythonValue.Dict dict:
                AppendAll(text, '{', dict.Items, item =>
                {
                    AppendString(text, item.Key);
                    text.Append(": ");
                    Append(text, item.Value);
                }, '}');
                break;
            default:
                text.Append("None");
                break;
        }
    }

    private static void AppendAll<T>(StringBuilder text, char open, IEnumerable<T> items, Action<T> append, char close)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            if (!first)
                text.Append(", ");
            first = false;
            append(item);
        }
        text.Append(close);
    }

    private static string Float(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        // .NET's shortest round-trip digits are Python's; only where the exponent begins to be written differs.
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var magnitude = Math.Abs(value);
        if (magnitude is >= 1e16 or (> 0 and < 1e-4))
            return text.Contains('E') ? text.Replace('E', 'e') : Exponential(text);
        var plain = text.Contains('E')
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
        return plain.Contains('.') ? plain : plain + ".0";
    }

    /// <summary>.NET writes some integers of 17 digits out, which Python does not.</summary>
    private static string Exponential(string digits)
    {
        var first = digits[0] == '-' ? 1 : 0;
        var rest = digits[(first + 1)..].TrimEnd('0');
        return $"{digits[..(first + 1)]}{(rest.Length == 0 ? "" : ".")}{rest}e+{digits.Length - first - 1}";
    }

    private static void AppendString(StringBuilder text, string value)
    {
        var quote = value.Contains('\'') && !value.Contains('"') ? '"' : '\'';
        text.Append(quote);
        for (var i = 0; i < value.Length; i++)
        {
            var pair = char.IsSurrogatePair(value, i);
            var code = pair ? char.ConvertToUtf32(value, i) : value[i];
            if (pair)
                i++;
            AppendCharacter(text, code, quote);
        }
        text.Append(quote);
    }

    private static void AppendCharacter(StringBuilder text, int code, char quote)
    {
        if (code == quote || code == '\\')
            text.Append('\\').Append((char)code);
        else if (code == '\n')
            text.Append(@"\n");
        else if (code == '\r')
            text.Append(@"\r");
        else if (code == '\t')
            text.Append(@"\t");
        else if (IsPrintable(code))
            text.Append(code > char.MaxValue ? char.ConvertFromUtf32(code) : ((char)code).ToString());
        else
            text.Append(code switch
            {
                <= 0xff => $@"\x{code:x2}",
                <= 0xffff => $@"\u{code:x4}",
                _ => $@"\U{code:x8}",
            });
    }

    private static bool IsPrintable(int code) => code == ' ' || CharUnicodeInfo.GetUnicodeCategory(code) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);
}
