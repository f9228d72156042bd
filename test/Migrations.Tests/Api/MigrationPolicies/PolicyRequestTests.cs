using System.Text;
using Microsoft.AspNetCore.Http;
using Migrations.Api.Calls;
using Migrations.Api.MigrationPolicies;
using Migrations.Api.Python;

namespace Migrations.Tests.Api.MigrationPolicies;

public sealed class PolicyRequestTests
{
    [Test]
    public void Body_ThatSetsEverything_IsReadSo() =>
        Assert.That(Read("""
            {"policy": {"deadline_seconds": 90, "action": "force_complete", "max_downtime_milliseconds": 700, "bandwidth_mebibytes_per_second": 20}}
            """), Is.EqualTo(new EndingTerms
        {
            Deadline = TimeSpan.FromSeconds(90),
            Action = CommandKind.ForceComplete,
            MaxDowntime = TimeSpan.FromMilliseconds(700),
            MebibytesPerSecond = 20,
        }));

    [TestCase("""{"policy": {}}""")]
    [TestCase("""{"policy": {"deadline_seconds": null, "action": null, "max_downtime_milliseconds": null, "bandwidth_mebibytes_per_second": null}}""")]
    public void Body_ThatSetsNothing_IsAsTheSettingsSay(string body) => Assert.That(Read(body), Is.EqualTo(EndingTerms.None));

    [TestCase("", "Malformed request body")]
    [TestCase("{", "Malformed request body")]
    [TestCase("[]", "[] is not of type 'object'")]
    [TestCase("{}", "'policy' is a required property")]
    [TestCase("""{"policy": {}, "b": 1, "a": 2}""", "Additional properties are not allowed ('a', 'b' were unexpected)")]
    [TestCase("""{"policy": null}""", "Invalid input for field/attribute policy. Value: None. None is not of type 'object'")]
    [TestCase("""{"policy": {"deadline": 1}}""", "Invalid input for field/attribute policy. Value: {'deadline': 1}. Additional properties are not allowed ('deadline' was unexpected)")]
    [TestCase("""{"policy": {"deadline_seconds": -1}}""", "Invalid input for field/attribute deadline_seconds. Value: -1. -1 is less than the minimum of 0")]
    [TestCase("""{"policy": {"deadline_seconds": 99999999999999999999}}""", "Invalid input for field/attribute deadline_seconds. Value: 99999999999999999999. 99999999999999999999 is greater than the maximum of 31536000")]
    [TestCase("""{"policy": {"deadline_seconds": "1"}}""", "Invalid input for field/attribute deadline_seconds. Value: 1. '1' is not of type 'integer', 'null'")]
    [TestCase("""{"policy": {"deadline_seconds": true}}""", "Invalid input for field/attribute deadline_seconds. Value: True. True is not of type 'integer', 'null'")]
    [TestCase("""{"policy": {"deadline_seconds": 1.5}}""", "Invalid input for field/attribute deadline_seconds. Value: 1.5. 1.5 is not of type 'integer', 'null'")]
    [TestCase("""{"policy": {"max_downtime_milliseconds": 0}}""", "Invalid input for field/attribute max_downtime_milliseconds. Value: 0. 0 is less than the minimum of 1")]
    [TestCase("""{"policy": {"bandwidth_mebibytes_per_second": 0}}""", "Invalid input for field/attribute bandwidth_mebibytes_per_second. Value: 0. 0 is less than the minimum of 1")]
    [TestCase("""{"policy": {"action": "pause"}}""", "Invalid input for field/attribute action. Value: pause. 'pause' is not one of ['force_complete', 'abort', None]")]
    public async Task Body_OfAnotherForm_IsRefusedInTheWordsOfNova(string body, string message)
    {
        var fault = (await JsonBody.ReadAsync(Request(body))).Check(new BodyForm(PolicyRequest.Schema, PolicyRequest.Example));

        Assert.That((fault?.Status, fault?.Message), Is.EqualTo((400, message)));
    }

    private static EndingTerms Read(string body)
    {
        var value = PythonJson.Parse(Encoding.UTF8.GetBytes(body))!;
        Assert.That(PolicyRequest.Schema.Check("", value), Is.Null);
        return PolicyRequest.Read(value);
    }

    private static HttpRequest Request(string body) =>
        new DefaultHttpContext { Request = { Body = new MemoryStream(Encoding.UTF8.GetBytes(body)) } }.Request;
}
