using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Model;

/// <summary>A scenario's servers in the units of the model.</summary>
internal static class ScenarioUnits
{
    extension(ScenarioServer server)
    {
        public long MemoryBytes => server.MemoryMiB << 20;

        public long DiskBytes => server.DisksMiB.Sum() << 20;

        public long DirtyBytesPerSecond => server.DirtyMiBPerSecond << 20;

        public TimeSpan Prepare => TimeSpan.FromSeconds(server.PrepareSeconds);

        public TimeSpan Finish => TimeSpan.FromSeconds(server.FinishSeconds);

        public CopySpeed SpeedOf(long dirtiedBytesPerSecond) => new(
            server.BandwidthMiBPerSecond << 20,
            dirtiedBytesPerSecond,
            (server.WorkingSetMiB ?? server.MemoryMiB) << 20,
            TimeSpan.FromMilliseconds(server.AllowedDowntimeMilliseconds));
    }
}
