using Migrations.Drivers;

namespace Migrations.Tests.Drivers;

public sealed class DriverCallTests
{
    [Test]
    public void Name_OfEveryCall_IsTheDocumentedOne() =>
        Assert.That(
            new[]
            {
                DriverCall.ListServers, DriverCall.ListJobs, DriverCall.GetStats, DriverCall.GetEnd, DriverCall.Abort, DriverCall.ForceComplete,
                DriverCall.CheckStart, DriverCall.Start, DriverCall.SetMaxDowntime, DriverCall.SetBandwidth,
            }.Select(call => call.Name),
            Is.EqualTo(new[]
            {
                "list servers", "list jobs", "get stats", "get end", "abort", "force complete",
                "check start", "start", "set max downtime", "set bandwidth",
            }));
}
