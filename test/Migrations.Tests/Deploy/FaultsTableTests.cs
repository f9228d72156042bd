using System.Text.RegularExpressions;

namespace Migrations.Tests.Deploy;

/// <summary>The table of faults, against the tests that it names.</summary>
public sealed partial class FaultsTableTests
{
    private static readonly string Root = TestContext.CurrentContext.TestDirectory;

    private static readonly string Table = File.ReadAllText(Path.Combine(Root, "documents", "FAULTS.md"));

    private static readonly string[] Sources =
        [.. Directory.GetFiles(Path.Combine(Root, "sources"), "*", SearchOption.AllDirectories).Select(File.ReadAllText)];

    [Test]
    public void Row_OfEveryFault_NamesItsTests()
    {
        var rows = Row().Matches(Table).Select(row => row.Value).Where(row => !Heading().IsMatch(row)).ToList();

        Assert.That(rows, Has.Count.GreaterThan(20));
        Assert.That(rows.Where(row => !Name().IsMatch(row)), Is.Empty);
    }

    [Test]
    public void Test_ThatARowNames_Exists()
    {
        var named = Name().Matches(Table).Select(name => (Class: name.Groups[1].Value, Method: name.Groups[2].Value)).ToList();

        Assert.That(named, Is.Not.Empty);
        Assert.That(named.Where(test => !Sources.Any(source => Contains(source, test.Class, test.Method))), Is.Empty);
    }

    private static bool Contains(string source, string type, string method) =>
        Regex.IsMatch(source, $@"\bclass {type}\b") && Regex.IsMatch(source, $@"\b{method}\(");

    [GeneratedRegex("^[|].*[|]$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| (fault|---) \|")]
    private static partial Regex Heading();

    [GeneratedRegex(@"`(\w+Tests?)\.(\w+)`")]
    private static partial Regex Name();
}
