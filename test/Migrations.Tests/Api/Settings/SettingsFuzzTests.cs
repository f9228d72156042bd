using System.Text;
using CsCheck;
using Migrations.Api.Settings;

namespace Migrations.Tests.Api.Settings;

/// <summary>Any arguments, variables and files: settings, or mistakes of one line each, and never a secret.</summary>
[Category(Fuzz.Category)]
public sealed class SettingsFuzzTests
{
    private const string Secret = "s3cret";

    private const string File = """
        {
          // Why.
          "Driver": "fake", "Urls": "http://127.0.0.1:0",
          "Monitoring": { "Interval": "500ms", "KeepFinished": "30d" },
          "Auth": { "Mode": "keystone", "Keystone": { "Url": "http://127.0.0.1:5000", "Username": "m", "Password": "s3cret" } },
          "Fake": { "Speed": 2.5, "Seed": 7, }
        }
        """;

    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "1e999", "1.5", "\"\"", "\"Fake\":", "\"Kestrel\": {", "{}", "[]",
        "// ", "/*", "\\u0000", "\\ud800", "\0", "\ufeff", "é", "\n", ";", "*",
    ];

    /// <summary>None has a NUL, which only files can.</summary>
    private static readonly string[] Values =
    [
        "", " ", "0", "-1", "1.5", "1e999", "99999999999999999999", "NaN", "true", "yes", "500ms", "36501d", "00:00:02", "-1s", "fake", "libvirt",
        "http://127.0.0.1:0", "https://[::1]:99999", "http://", "://", "unix:/tmp/s", "/", ".", "a\nb", "é", "%", "{0}", "*", ";",
        "qemu:///system", "192.0.2.0/33", "10.0.0.1,", "Information", "keystone",
    ];

    private static readonly Gen<string> Key = Gen.Frequency(
        (6, Gen.OneOf(KnownSettings.All.Select(setting => setting.Key).ToArray())),
        (2, Gen.OneOf("settings", "", "Fake", "Kestrel:Endpoints:a:Url", "Logging:LogLevel:", "Logging:LogLevel:a:b", "Database__Path", "urls")),
        (1, Gen.String[Gen.Char[" :_=-aZé\n."], 0, 12]));

    private static readonly Gen<string> Argument = Gen.Select(Gen.OneOf("--", "--", "--", "-", "/", ""), Key, Gen.OneOf("=", " ", ""), Gen.OneOf(Values),
        (dashes, key, between, value) => dashes + key + between + value);

    [Test]
    public void Settings_OfAnything_AreReadOrRefusedInLinesWithoutSecrets() =>
        Gen.Select(Argument.Array[0, 4], Gen.Select(Key, Gen.OneOf(Values)).Array[0, 2], Damage.Of(File, Pieces)).Sample(
            (arguments, variables, json) =>
            {
                using var folder = new SettingsFolder();
                folder.Write("appsettings.json", Encoding.UTF8.GetString(json));
                foreach (var (key, value) in variables)
                    folder.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;

                var settings = folder.Read([.. arguments, $"--Auth:Keystone:Password={Secret}"]);

                if (settings.Mistakes.Count > 0)
                    Assert.That(settings.Mistakes, Has.All.Not.Contains("\n").And.All.Not.Empty);
                else
                    Assert.That(folder.Print([.. arguments, $"--Auth:Keystone:Password={Secret}"]), Does.Not.Contain(Secret));
            },
            iter: Fuzz.Times(1_000), threads: 1);
}
