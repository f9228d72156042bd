using System.Text;
using Migrations.Api.Python;
using Migrations.Api.ServerMigrations;
using Migrations.Api.Wire;

namespace Migrations.Tests.Api.ServerMigrations;

public sealed class MigrateLiveTests
{
    [TestCase("\"auto\"", DiskCopy.Auto)]
    [TestCase("true", DiskCopy.All)]
    [TestCase("\"YES\"", DiskCopy.All)]
    [TestCase("\"1\"", DiskCopy.All)]
    [TestCase("false", DiskCopy.None)]
    [TestCase("\"off\"", DiskCopy.None)]
    [TestCase("\"0\"", DiskCopy.None)]
    public void Read_OfBlockMigration_TellsWhichDisksAreCopied(string json, DiskCopy disks) =>
        Assert.That(Read($$"""{"host": null, "block_migration": {{json}}}""").Disks, Is.EqualTo(disks));

    [TestCase("", false)]
    [TestCase(", \"force\": false", false)]
    [TestCase(", \"force\": \"no\"", false)]
    [TestCase(", \"force\": true", true)]
    [TestCase(", \"force\": \"ON\"", true)]
    public void Read_OfForce_TellsWhetherItIsForced(string member, bool isForced)
    {
        var asked = Read($$"""{"host": "compute-2", "block_migration": "auto"{{member}}}""");

        Assert.That((asked.Host, asked.IsForced), Is.EqualTo(("compute-2", isForced)));
    }

    [TestCase("2.1", "2.1")]
    [TestCase("2.24", "2.1")]
    [TestCase("2.25", "2.25")]
    [TestCase("2.30", "2.30")]
    [TestCase("2.67", "2.30")]
    [TestCase("2.104", "2.68")]
    public void Form_OfAVersion_IsThatOfTheLastVersionThatChangedIt(string version, string since) =>
        Assert.That($"{MigrateLive.Action.FormAt(Microversion.Parse(version)!.Value).Since}", Is.EqualTo(since));

    [Test]
    public void Examples_OfTheForms_FitThem() =>
        Assert.That(
            MigrateLive.Action.Forms.Select(form => form.Schema.Check("x", Parse(form.Example!.ToJsonString()))), Is.All.Null);

    private static MigrateLive Read(string json) => MigrateLive.Read(Parse(json));

    private static PythonValue Parse(string json) => PythonJson.Parse(Encoding.UTF8.GetBytes(json))!;
}
