using System.Text;
using CsCheck;
using Migrations.Api.Python;

namespace Migrations.Tests.Api.Python;

[Category(Fuzz.Category)]
public sealed class PythonJsonTests
{
    [TestCase("null", "None")]
    [TestCase("true", "True")]
    [TestCase(" [false , null]\n", "[False, None]")]
    [TestCase("""{"a": {"b": [1]}}""", "{'a': {'b': [1]}}")]
    [TestCase("""{"a": 1, "b": 2, "a": 3}""", "{'a': 3, 'b': 2}")]
    [TestCase("NaN", "nan")]
    [TestCase("-Infinity", "-inf")]
    [TestCase("1.0", "1.0")]
    [TestCase("1e5", "100000.0")]
    [TestCase("1e-5", "1e-05")]
    [TestCase("0.0001", "0.0001")]
    [TestCase("1e16", "1e+16")]
    [TestCase("-1.5e16", "-1.5e+16")]
    [TestCase("1e300", "1e+300")]
    [TestCase("1e15", "1000000000000000.0")]
    [TestCase("1.2345678901234567e15", "1234567890123456.8")]
    [TestCase("1e400", "inf")]
    [TestCase("-0", "0")]
    [TestCase("-0.0", "-0.0")]
    [TestCase("0.1", "0.1")]
    [TestCase("123456789012345678901234567890", "123456789012345678901234567890")]
    [TestCase(@"""\u2603 \ud83d\ude00 \ud800""", @"'☃ 😀 \ud800'")]
    [TestCase("\"it's\"", "\"it's\"")]
    [TestCase("""
              "it's \"so\""
              """, """'it\'s "so"'""")]
    [TestCase("\"\\n\\t\\\\\\u0007\\u00a0\"", @"'\n\t\\\x07\xa0'")]
    public void Repr_OfParsedJson_IsPythons(string json, string repr) =>
        Assert.That(PythonRepr.Of(Parse(json)!), Is.EqualTo(repr));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("{'a': 1}")]
    [TestCase("{\"a\": 1,}")]
    [TestCase("[1,]")]
    [TestCase("[1 2]")]
    [TestCase("{\"a\" 1}")]
    [TestCase("{1: 2}")]
    [TestCase("null x")]
    [TestCase("null\0")]
    [TestCase("\uFEFFnull")]
    [TestCase("/* x */ null")]
    [TestCase("01")]
    [TestCase("1.")]
    [TestCase(".5")]
    [TestCase("1e")]
    [TestCase("+1")]
    [TestCase("\"a\nb\"")]
    [TestCase("\"\\x\"")]
    [TestCase("\"\\u12\"")]
    [TestCase("\"open")]
    [TestCase("\"open\\")]
    [TestCase("nul")]
    public void Parse_OfWhatIsNotJson_FindsNoValue(string text) => Assert.That(Parse(text), Is.Null);

    [Test]
    public void Parse_OfBytesThatAreNotUtf8_FindsNoValue() => Assert.That(PythonJson.Parse([0x22, 0xff, 0x22]), Is.Null);

    [TestCase(1000, true)]
    [TestCase(1001, false)]
    [TestCase(50_000, false)]
    public void Parse_OfDeepNesting_EndsAtTheLimit(int depth, bool read) =>
        Assert.That(Parse(new string('[', depth) + new string(']', depth)) is not null, Is.EqualTo(read));

    [Test]
    public void Parse_OfAnyBytes_NeverThrows() => Gen.Byte.Array[0, 60].Sample(bytes => { _ = PythonJson.Parse(bytes); }, iter: Fuzz.Times(5_000));

    [Test]
    public void Parse_OfAnyTextOfJsonCharacters_NeverThrows() =>
        Gen.Char["{}[]:,\"\\u0e1-+.nulltruefalseNaN "].Array[0, 40]
            .Sample(characters => { _ = Parse(new string(characters)); }, iter: Fuzz.Times(5_000));

    private static PythonValue? Parse(string text) => PythonJson.Parse(Encoding.UTF8.GetBytes(text));
}
