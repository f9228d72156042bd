using System.Text;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Tests.Drivers.Fake.Files;

public sealed class ScenarioFileTests
{
    public const string Valid = """
        {
          // Comments may be written.
          "maxConcurrent": 2,
          "destinations": [
            { "compute": "host-1", "node": "node-1" },
            { "compute": "host-2", "node": "node-2", "bandwidthMiBPerSecond": 50, "checkDelayMilliseconds": 9 },
            { "compute": "host-3", "node": "node-3", "refuses": { "check": "other", "reason": "full" } },
            { "compute": "host-4", "node": "node-4", "down": true }
          ],
          "servers": [
            { "name": "first", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001",
              "projectId": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "userId": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
              "memoryMiB": 512, "bandwidthMiBPerSecond": 100, "state": "active", "disksMiB": [100],
              "migrates": { "afterSeconds": 1 },
              "fails": { "phase": "preCopy", "afterSeconds": 2, "reason": "broken" } },
            { "name": "second", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c002",
              "projectId": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "userId": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
              "memoryMiB": 512, "bandwidthMiBPerSecond": 100, "migrates": { "byItself": false } }
          ],
          "calls": [ { "call": "abort", "server": "first", "fromSeconds": 5, "untilSeconds": 9, "error": "timedOut" } ]
        }
        """;

    [Test]
    public void Read_LeftOut_HasDefaults()
    {
        var scenario = Read(Valid);

        Assert.That(scenario.MaxConcurrent, Is.EqualTo(2));
        Assert.That(scenario.Destination, Is.EqualTo(new ScenarioHost("compute-2", "compute-2", "192.0.2.12")));
        Assert.That(scenario.Servers[1], Has.Property(nameof(ScenarioServer.AllowedDowntimeMilliseconds)).EqualTo(300));
        Assert.That(scenario.Servers[1], Has.Property(nameof(ScenarioServer.Fails)).Null);
        Assert.That(scenario.Servers[0].Migrates, Is.EqualTo(new ScenarioMigration(1)));
    }

    [TestCase("\"memoryMiB\": 512", "\"memoryMiB\": -1", "servers[0].memoryMiB: must be at least 1, was -1")]
    [TestCase("\"memoryMiB\": 512", "\"memoryMiB\": 1.5", "servers[0].memoryMiB: the value is of the wrong kind")]
    [TestCase("\"memoryMiB\": 512,", "", "servers[0]: missing 'memoryMiB'")]
    [TestCase("\"memoryMiB\": 512", "\"memoryMib\": 512", "servers[0].memoryMib: unknown property")]
    [TestCase("\"memoryMiB\": 512", "\"memory\\nMiB\": 512", "servers[0]['memory MiB']: unknown property")]
    [TestCase("\"name\": \"first\"", "\"name\": \"a\\nb\"", "servers[0].name: must be 1 to 64 letters, digits and dashes, was a b")]
    [TestCase("\"memoryMiB\": 512", "\"workingSetMiB\": 513, \"memoryMiB\": 512", "servers[0].workingSetMiB: must be at most 512, was 513")]
    [TestCase("\"memoryMiB\": 512", "\"dirtyMiBPerSecond\": -1, \"memoryMiB\": 512", "servers[0].dirtyMiBPerSecond: must be at least 0, was -1")]
    [TestCase("\"memoryMiB\": 512", "\"allowedDowntimeMilliseconds\": 0, \"memoryMiB\": 512", "servers[0].allowedDowntimeMilliseconds: must be at least 1, was 0")]
    [TestCase("\"memoryMiB\": 512", "\"prepareSeconds\": -1, \"memoryMiB\": 512", "servers[0].prepareSeconds: must be at least 0, was -1")]
    [TestCase("\"memoryMiB\": 512", "\"finishSeconds\": 1e9, \"memoryMiB\": 512", "servers[0].finishSeconds: must be at most 1000000, was 1000000000")]
    [TestCase("\"bandwidthMiBPerSecond\": 100", "\"bandwidthMiBPerSecond\": 0", "servers[0].bandwidthMiBPerSecond: must be at least 1, was 0")]
    [TestCase("\"disksMiB\": [100]", "\"disksMiB\": [100, 0]", "servers[0].disksMiB[1]: must be at least 1, was 0")]
    [TestCase("\"name\": \"first\"", "\"name\": \"a b\"", "servers[0].name: must be 1 to 64 letters, digits and dashes, was a b")]
    [TestCase("\"name\": \"first\"", "\"name\": null", "servers[0].name: must not be null")]
    [TestCase("\"name\": \"second\"", "\"name\": \"first\"", "servers[1].name: must be unique, was first")]
    [TestCase("c002", "c001", "servers[1].uuid: must be unique, was 2f1e0c58-7a5d-4c1b-9d0e-6b1f52a3c001")]
    [TestCase("2f1e0c58-", "nonsense-", "servers[0].uuid: must be a UUID")]
    [TestCase("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "demo", "servers[0].projectId: must be 32 hexadecimal digits, was demo")]
    [TestCase("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb", "alice", "servers[0].userId: must be 32 hexadecimal digits, was alice")]
    [TestCase("\"state\": \"active\"", "\"state\": \"busy\"", "servers[0].state: the value is of the wrong kind")]
    [TestCase("\"state\": \"active\"", "\"state\": 0", "servers[0].state: the value is of the wrong kind")]
    [TestCase("\"state\": \"active\"", "\"state\": \"stopped\"", "servers[0].migrates: only an active or paused server can be migrated, was Stopped")]
    [TestCase("{ \"afterSeconds\": 1 }", "{ \"afterSeconds\": -1 }", "servers[0].migrates.afterSeconds: must be at least 0, was -1")]
    [TestCase("{ \"afterSeconds\": 1 }", "{ \"againAfterSeconds\": -1 }", "servers[0].migrates.againAfterSeconds: must be at least 0, was -1")]
    [TestCase("{ \"afterSeconds\": 1 }", "{ \"returnAfterSeconds\": -1 }", "servers[0].migrates.returnAfterSeconds: must be at least 0, was -1")]
    [TestCase("\"phase\": \"preCopy\"", "\"phase\": \"postCopy\"", "servers[0].fails.phase: this server cannot fail there, was PostCopy")]
    [TestCase("\"afterSeconds\": 2", "\"afterSeconds\": -2", "servers[0].fails.afterSeconds: must be at least 0, was -2")]
    [TestCase("\"reason\": \"broken\"", "\"reason\": \" \"", "servers[0].fails.reason: must not be empty")]
    [TestCase(", \"reason\": \"broken\"", "", "servers[0].fails: missing 'reason'")]
    [TestCase("\"maxConcurrent\": 2", "\"maxConcurrent\": 0", "maxConcurrent: must be at least 1, was 0")]
    [TestCase("\"maxConcurrent\": 2", "\"maxConcurrent\": 2, \"maxConcurrent\": 3", "maxConcurrent: must not occur twice")]
    [TestCase("\"byItself\": false", "\"byItself\": false, \"afterSeconds\": 1", "servers[1].migrates.byItself: must be true for a server with afterSeconds or againAfterSeconds")]
    [TestCase("\"compute\": \"host-2\"", "\"compute\": \"host-1\"", "destinations[1].compute: must be unique, and not the source, was host-1")]
    [TestCase("\"compute\": \"host-2\"", "\"compute\": \"compute-1\"", "destinations[1].compute: must be unique, and not the source, was compute-1")]
    [TestCase("\"compute\": \"host-2\"", "\"compute\": \"host 2\"", "destinations[1].compute: must be 1 to 255 letters, digits, dots, dashes and underscores, was host 2")]
    [TestCase("\"node\": \"node-2\", ", "", "destinations[1]: missing 'node'")]
    [TestCase("\"bandwidthMiBPerSecond\": 50", "\"bandwidthMiBPerSecond\": 0", "destinations[1].bandwidthMiBPerSecond: must be at least 1, was 0")]
    [TestCase("\"checkDelayMilliseconds\": 9", "\"checkDelayMilliseconds\": -9", "destinations[1].checkDelayMilliseconds: must be at least 0, was -9")]
    [TestCase("\"check\": \"other\"", "\"check\": \"mood\"", "destinations[2].refuses.check: the value is of the wrong kind")]
    [TestCase("\"check\": \"other\"", "\"check\": \"noAnswer\"", "destinations[2].refuses.reason: this check has none, was NoAnswer")]
    [TestCase(", \"reason\": \"full\"", "", "destinations[2].refuses.reason: must not be empty for this check, was Other")]
    [TestCase("\"down\": true", "\"down\": true, \"refuses\": { \"check\": \"noAnswer\" }", "destinations[3].refuses: a host that is down checks nothing")]
    [TestCase("\"destinations\": [", "\"destinations\": [ null, ", "destinations[0]: must not be null")]
    [TestCase("\"server\": \"first\"", "\"server\": \"nobody\"", "calls[0].server: no server has this name, was nobody")]
    [TestCase("\"call\": \"abort\"", "\"call\": \"listJobs\"", "calls[0].server: this call concerns no single server, was first")]
    [TestCase("\"fromSeconds\": 5", "\"fromSeconds\": -5", "calls[0].fromSeconds: must be at least 0, was -5")]
    [TestCase("\"untilSeconds\": 9", "\"untilSeconds\": 5", "calls[0].untilSeconds: must be after fromSeconds, was 5")]
    [TestCase("\"error\": \"timedOut\"", "\"delayMilliseconds\": -1", "calls[0].delayMilliseconds: must be at least 0, was -1")]
    [TestCase(", \"error\": \"timedOut\"", "", "calls[0]: must delay, hang or fail")]
    [TestCase("\"calls\": [", "\"calls\": [ null, ", "calls[0]: must not be null")]
    public void Read_OneMistake_TellsItsPath(string right, string wrong, string error)
    {
        var at = Valid.IndexOf(right, StringComparison.Ordinal);
        var json = Valid[..at] + wrong + Valid[(at + right.Length)..];

        Assert.That(() => Read(json), Throws.TypeOf<ScenarioException>().With.Message.EqualTo($"scenario.json: {error}"));
    }

    [TestCase("{ \"servers\": [] }", "scenario.json: servers: must not be empty")]
    [TestCase("{ \"servers\": [ null ] }", "scenario.json: servers[0]: must not be null")]
    [TestCase("{}", "scenario.json: missing 'servers'")]
    [TestCase("null", "scenario.json: must not be null")]
    [TestCase("[]", "scenario.json: the value is of the wrong kind")]
    public void Read_WholeIsWrong_SaysSo(string json, string error) =>
        Assert.That(() => Read(json), Throws.TypeOf<ScenarioException>().With.Message.EqualTo(error));

    [Test]
    public void Read_CutOff_SaysWhatIsMissing() =>
        Assert.That(() => Read("{\n  \"servers\": ["), Throws.TypeOf<ScenarioException>()
            .With.Message.EqualTo("scenario.json: line 2: ends early, a ] or } is missing"));

    [TestCase("")]
    [TestCase("{\n  \"servers\": [\n    {]\n}")]
    public void Read_NotJson_TellsTheLine(string json)
    {
        var line = json.Contains(']') ? 3 : 1;

        Assert.That(() => Read(json), Throws.TypeOf<ScenarioException>()
            .With.Message.StartsWith($"scenario.json: line {line}: ").And.Message.Not.Contains('\n'));
    }

    [Test]
    public void Load_NoSuchFile_NamesIt()
    {
        var path = "/no-such-folder/scenario.json";

        Assert.That(() => ScenarioFile.Load(path),
            Throws.TypeOf<ScenarioException>().With.Message.StartsWith($"{path}: cannot be read: "));
    }

    private static Scenario Read(string json) =>
        ScenarioFile.Read(new MemoryStream(Encoding.UTF8.GetBytes(json)), "scenario.json");
}
