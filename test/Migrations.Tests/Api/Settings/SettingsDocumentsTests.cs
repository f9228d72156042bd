using System.Text.RegularExpressions;
using Migrations.Api.Settings;

namespace Migrations.Tests.Api.Settings;

/// <summary>What the documents say of settings, against the settings.</summary>
public sealed partial class SettingsDocumentsTests
{
    private static readonly string[] Documents = ["README.md", "ACCESS.md", "FAKE.md", "DECISIONS.md"];

    [TestCase("README.md", 46)]
    [TestCase("FAKE.md", 4)]
    public void Tables_OfSettings_SayWhatTheSettingsSay(string document, int rows)
    {
        var written = File.ReadLines(PathOf(document)).Where(line => Row().IsMatch(line)).ToList();

        Assert.That(written, Is.EqualTo(written.Select(line => Rendered(Row().Match(line).Groups[1].Value))));
        Assert.That(written, Has.Count.EqualTo(rows));
    }

    [TestCaseSource(nameof(Documents))]
    public void Documents_NameOnlySettingsThatExist(string document) =>
        Assert.That(Named().Matches(File.ReadAllText(PathOf(document))).Select(match => match.Value.Replace("__", ":"))
            .Where(key => KnownSettings.Find(key) is null && !KnownSettings.IsSection(key)), Is.Empty);

    [Test]
    public void Help_HasALineForEachSetting()
    {
        using var text = new StringWriter();
        HelpText.Write(text);
        var lines = text.ToString().Split('\n');

        foreach (var setting in KnownSettings.All)
            Assert.That(lines.Count(line => line.StartsWith($"  --{setting.Key} ", StringComparison.Ordinal)
                && line.Contains(setting.Meaning) && line.Contains(setting.Default) && line.Contains(setting.Range)), Is.EqualTo(1), setting.Key);
    }

    [TestCase("Fake:Seed", "0", "")]
    [TestCase("Monitoring:Interval", "500ms", "50ms to 1m")]
    [TestCase("Monitoring:KeepFinished", "30d", "0s to 36500d")]
    [TestCase("Starts:MaxConcurrent", "1", "1 to 3")]
    [TestCase("Convergence:Window", "1m", "1s to 1d")]
    [TestCase("Convergence:Margin", "0.04", "0 to 0.5")]
    [TestCase("Libvirt:ParallelReads", "8", "1 to 64")]
    [TestCase("Libvirt:ForceComplete", "auto", "auto, post-copy or pause")]
    [TestCase("Libvirt:Host", "the hypervisor's hostname", "")]
    [TestCase("Fake:Speed", "1", "0.001 to 1000")]
    [TestCase("Auth:Keystone:CacheSize", "10000", "1 to 1000000")]
    public void Setting_SaysItsDefaultAndRange(string key, string value, string range)
    {
        var setting = KnownSettings.Find(key)!;

        Assert.That((setting.Default, setting.Range), Is.EqualTo((value, range)));
    }

    [Test]
    public void Settings_OfOneName_AreOne() => Assert.That(KnownSettings.All.Select(setting => setting.Key), Is.Unique);

    [Test]
    public void Defaults_AreInTheirRanges() => Assert.That(
        KnownSettings.All.Where(setting => setting.Default.Length > 0 && !setting.Default.Contains(' '))
            .Where(setting => setting.Read(setting.Default, "/", out _) is not null).Select(setting => setting.Key), Is.Empty);

    /// <summary>Words for a default stand as they are; a value that one can write stands as code.</summary>
    private static string Rendered(string key)
    {
        var setting = KnownSettings.Find(key)!;
        var value = setting.Default.Contains(' ') ? setting.Default : $"`{setting.Default}`";
        return $"| `{setting.Key}` | {value} | {setting.Meaning}{(setting.Range.Length > 0 ? $" ({setting.Range})" : "")} |";
    }

    private static string PathOf(string document) => Path.Combine(TestContext.CurrentContext.TestDirectory, "documents", document);

    [GeneratedRegex("^\\| `((?:Urls|Driver|[A-Z][A-Za-z]+:[A-Za-z:]+))` \\|")]
    private static partial Regex Row();

    [GeneratedRegex("\\b(?:Database|Fake|Libvirt|Monitoring|Convergence|Starts|Events|Auth|Policy|Https|Proxies|Limits|Metrics|Otlp|Logging)(?::|__)[A-Z][A-Za-z]+(?:(?::|__)[A-Z][A-Za-z.]+)*")]
    private static partial Regex Named();
}
