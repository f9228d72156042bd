using CsCheck;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Files;

/// <summary>Damaged files of the fake hypervisor: each is what it says, or is refused in one line.</summary>
[Category(Fuzz.Category)]
public sealed class FakeFilesFuzzTests
{
    private static readonly string[] Pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "null", "true", "-1", "0", "1e999", "1.5", "9223372036854775807", "9223372036854775808",
        "\"\"", "\"servers\":", "\"first\"", "{}", "[]", "// ", "/*", "\\u0000", "\\ud800", "\0", "\ufeff", "é", " ",
    ];

    private readonly TemporaryFolder _folder = new();

    [OneTimeTearDown]
    public void DeleteFolder() => _folder.Dispose();

    [Test]
    public void Scenario_DamagedAnyhow_GoesOnOrIsRefusedInOneLine() =>
        Damage.Of(ScenarioFileTests.Valid, Pieces).Sample(
            json => AssertOnlyRefused(() => FakeWorld.Begin(
                ScenarioFile.Read(new MemoryStream(json), "scenario.json"), new Chance(1), lastJobNumber: 0).Advance(50).ListJobs()),
            iter: Fuzz.Times(5_000));

    [Test]
    public void World_DamagedAnyhow_IsReadOrRefusedInOneLine() =>
        FakeWorlds.Any.SelectMany(world => Damage.Of(world.Print(), Pieces)).Sample(
            json =>
            {
                File.WriteAllBytes(_folder.File("world.json"), json);
                AssertOnlyRefused(() => new WorldFile(_folder.File("world.json")).Read());
            },
            iter: Fuzz.Times(500), threads: 1);

    private static void AssertOnlyRefused(Action read)
    {
        try
        {
            read();
        }
        catch (ScenarioException e)
        {
            Assert.That(e.Message, Does.Not.Contain('\n').And.Not.Empty);
        }
    }
}
