using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Drivers.Fake.Files;
using Migrations.Drivers.Fake.Model;

namespace Migrations.Tests.Convergence;

/// <summary>The verdicts on the servers that a newcomer sees.</summary>
public sealed class BuiltInServersTests
{
    private const int StepsInHalfASecond = 5;

    [TestCase("cache-1", "unknown stalled", "forcing now pauses the server for at least \\d+ s")]
    [TestCase("db-1", "unknown stalled", "forcing now switches to post-copy at once")]
    public void Server_ThatNeverConverges_IsJudgedStalledOnceAndStaysSo(string server, string verdicts, string cost)
    {
        var seen = Follow(server, TimeSpan.FromMinutes(5));

        Assert.That(Changes(seen), Is.EqualTo($"waiting {verdicts}"));
        Assert.That(seen.FindIndex(forecast => forecast.Verdict == Verdict.Stalled) / 2, Is.InRange(60, 90), "seconds");
        Assert.That(seen[^1].Explanation, Does.Match(
            $"^dirties [89]\\d\\d MiB/s, copies [45]00 MiB/s: will not end by itself; {cost}$"));
    }

    [TestCase("web-1")]
    [TestCase("vault-1")]
    [TestCase("batch-1")]
    [TestCase("files-1")]
    public void Server_ThatConverges_IsNeverCalledStalled(string server)
    {
        var seen = Follow(server, TimeSpan.FromMinutes(5));

        Assert.That(Changes(seen), Is.EqualTo("waiting unknown converging ending"));
    }

    [TestCase("web-1")]
    [TestCase("vault-1")]
    [TestCase("batch-1")]
    public void TimeLeft_OfAServerThatConverges_IsAboutRight(string server)
    {
        var seen = Follow(server, TimeSpan.FromMinutes(5));
        var end = seen.FindIndex(forecast => forecast.Verdict == Verdict.Ending) / 2.0;

        foreach (var (forecast, index) in seen.Select((forecast, index) => (forecast, index)))
            if (forecast is { TimeLeftKind: TimeLeftKind.Estimate, TimeLeft: { } left })
                Assert.That(left.TotalSeconds, Is.EqualTo(end - index / 2.0).Within(1.5 + 0.1 * end), forecast.Explanation);
            else if (forecast.TimeLeft is { } least)
                Assert.That(least.TotalSeconds, Is.AtMost(end - index / 2.0 + 1), forecast.Explanation);
    }

    /// <summary>The forecasts of the server's first migration, twice a second, from its beginning.</summary>
    private static List<Forecast> Follow(string name, TimeSpan time)
    {
        var world = FakeWorld.Begin(ScenarioFile.Load(null), new Chance(0), lastJobNumber: 0);
        var server = world.Scenario.Servers.Single(server => server.Name == name).Uuid;
        var (job, seen) = (new FollowedJob(), new List<Forecast>());
        for (var now = TimeSpan.Zero; now < time; now += StepsInHalfASecond * FakeWorld.StepLength)
        {
            world = world.Advance(StepsInHalfASecond);
            if (world.ListJobs().FirstOrDefault(each => each.ServerUuid == server) is { } running)
                seen.Add(job.Read(world.GetStats(running)));
            else if (seen.Count > 0)
                break;
        }
        return seen;
    }

    private static string Changes(List<Forecast> seen) => string.Join(' ', seen
        .Where((forecast, index) => index == 0 || seen[index - 1].Verdict != forecast.Verdict)
        .Select(forecast => forecast.Verdict.WireName));
}
