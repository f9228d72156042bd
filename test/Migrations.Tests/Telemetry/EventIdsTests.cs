using System.Globalization;
using System.Text.RegularExpressions;

namespace Migrations.Tests.Telemetry;

/// <summary>The numbers of log entries, against what the operations guide says of them.</summary>
public sealed partial class EventIdsTests
{
    [Test]
    public void Guide_ExplainsEveryNumberAndNoOther()
    {
        var guide = File.ReadAllText(Path.Combine(TestContext.CurrentContext.TestDirectory, "documents", "OPERATIONS.md"));
        var explained = Row().Matches(guide)
            .SelectMany(row => row.Groups[1].Value.Split(", ")).Select(id => int.Parse(id, CultureInfo.InvariantCulture));
        var numbers = typeof(EventIds).GetFields().Select(field => (int)field.GetRawConstantValue()!);

        Assert.That(explained, Is.EquivalentTo(numbers));
    }

    [GeneratedRegex(@"^\| (\d{4}(?:, \d{4})*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
