using System.Text;
using System.Text.RegularExpressions;
using Migrations.Api.Python;

namespace Migrations.Tests.Api.Python;

public sealed class PythonSchemaTests
{
    private static readonly PythonSchema Word = new(PythonSchema.String, PythonSchema.Null) { MinLength = 1, MaxLength = 3, Pattern = new Regex("^[a-z]*$") };
    private static readonly PythonSchema Flag = new(PythonSchema.Boolean, PythonSchema.String)
    {
        Values = [new PythonValue.Bool(true), new PythonValue.Bool(false), new PythonValue.Str("on")],
    };
    private static readonly PythonSchema Whole = new(PythonSchema.Object)
    {
        Members = [new("flag", Flag, ""), new("word", Word, ""), new("more", Flag, "", IsRequired: false)],
    };

    [TestCase("null")]
    [TestCase("\"abc\"")]
    [TestCase("\"ab\\n\"")]
    public void Text_ThatFits_IsAllowed(string json) => Assert.That(Word.Check("word", Parse(json)), Is.Null);

    [TestCase("1", "1 is not of type 'string', 'null'")]
    [TestCase("1.0", "1.0 is not of type 'string', 'null'")]
    [TestCase("[\"a\"]", "['a'] is not of type 'string', 'null'")]
    [TestCase("\"\"", "'' is too short")]
    [TestCase("\"abcd\"", "'abcd' is too long")]
    [TestCase("\"ABCD\"", "'ABCD' is too long")]
    [TestCase("\"aB\"", "'aB' does not match '^[a-z]*$'")]
    [TestCase("\"\\ud83d\\ude00\\ud83d\\ude00\\ud83d\\ude00\"", "'😀😀😀' does not match '^[a-z]*$'")]
    public void Text_ThatDoesNotFit_IsRefusedForItsFirstMistake(string json, string problem) =>
        Assert.That(Word.Check("word", Parse(json))?.Problem, Is.EqualTo(problem));

    [TestCase("true", null)]
    [TestCase("\"on\"", null)]
    [TestCase("\"off\"", "'off' is not one of [True, False, 'on']")]
    [TestCase("null", "None is not of type 'boolean', 'string'")]
    [TestCase("1", "1 is not of type 'boolean', 'string'")]
    public void Value_IsAllowed_IfItIsListed(string json, string? problem) =>
        Assert.That(Flag.Check("flag", Parse(json))?.Problem, Is.EqualTo(problem));

    [TestCase("""{"word": "a", "flag": true}""", null, null)]
    [TestCase("""{"word": "a", "flag": true, "more": "on"}""", null, null)]
    [TestCase("""{}""", "whole", "'flag' is a required property")]
    [TestCase("""{"flag": true, "x": 1}""", "whole", "'word' is a required property")]
    [TestCase("""{"word": "", "flag": 1, "x": 1}""", "flag", "1 is not of type 'boolean', 'string'")]
    [TestCase("""{"x": 1, "word": "", "flag": true}""", "word", "'' is too short")]
    [TestCase("""{"word": "a", "flag": true, "x": 1}""", "whole", "Additional properties are not allowed ('x' was unexpected)")]
    [TestCase("""{"word": "a", "y": 1, "flag": true, "x": 1}""", "whole", "Additional properties are not allowed ('x', 'y' were unexpected)")]
    [TestCase("[]", "whole", "[] is not of type 'object'")]
    public void Object_IsChecked_MembersFirstThenWhatIsMissingThenWhatIsTooMuch(string json, string? where, string? problem)
    {
        var violation = Whole.Check("whole", Parse(json));

        Assert.That((violation?.Name, violation?.Problem), Is.EqualTo((where, problem)));
    }

    private static PythonValue Parse(string json) => PythonJson.Parse(Encoding.UTF8.GetBytes(json))!;
}
