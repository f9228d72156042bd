namespace Migrations.Drivers.Fake.Model;

/// <summary>What a hypervisor would have told of the time between two moments of a world.</summary>
internal static class WorldChanges
{
    public static IEnumerable<DriverEvent> Between(FakeWorld before, FakeWorld after)
    {
        if (before.IsReachable != after.IsReachable)
            yield return new DriverEvent(
                after.IsReachable ? DriverEventKind.ConnectionRestored : DriverEventKind.ConnectionLost);

        for (var i = 0; i < after.Servers.Length; i++)
        {
            var (was, now, uuid) = (before.Servers[i], after.Servers[i], after.Scenario.Servers[i].Uuid);
            if (was.Job is not null && was.Job.Number != now.Job?.Number)
                yield return new DriverEvent(DriverEventKind.JobEnded, uuid);
            if (now.Job is not null && !IsSamePass(was.Job, now.Job))
                yield return new DriverEvent(DriverEventKind.JobChanged, uuid);
            if (was.Here != now.Here)
                yield return new DriverEvent(DriverEventKind.ServerChanged, uuid);
        }
    }

    private static bool IsSamePass(FakeJob? was, FakeJob now) =>
        was is not null && (was.Number, was.Phase, was.Memory.Iteration) == (now.Number, now.Phase, now.Memory.Iteration);
}
