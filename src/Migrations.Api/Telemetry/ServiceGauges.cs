using System.Diagnostics.Metrics;
using Migrations.Api.Adapters;
using Migrations.Api.Hosting;
using Migrations.Drivers;

namespace Migrations.Api.Telemetry;

/// <summary>Gauges of the version, of the hypervisor and the store, and of the database's disk. Created only when metrics are exported.</summary>
internal sealed class ServiceGauges : IDisposable
{
    private readonly Meter _meter = new(Metrics.Name);

    public ServiceGauges(IMigrationDriver driver, DriverHealth driverHealth, StoreHealth storeHealth, IConfiguration settings, IHostEnvironment host)
    {
        var database = AdapterSetup.DatabasePath(settings, host.ContentRootPath);
        _meter.CreateObservableGauge("migrations.build.info", () => new Measurement<int>(1,
            Metrics.Label("version", ServiceVersion.Text), Metrics.Label("driver", driver.Capabilities.Name)),
            description: "The version and the driver that run; always 1.");
        _meter.CreateObservableGauge("migrations.driver.up", () => driverHealth.LostBecause is null ? 1 : 0,
            description: "1 while the hypervisor answers, else 0.");
        _meter.CreateObservableGauge("migrations.store.up", () => storeHealth.LostBecause is null ? 1 : 0,
            description: "1 while the database can be written to, else 0.");
        _meter.CreateObservableGauge("migrations.database.size", () => SizeOf(database), "By", "Size of the database with its log.");
        _meter.CreateObservableGauge("migrations.database.disk", () => DiskOf(database, disk => disk.TotalSize), "By",
            "Size of the file system that the database is on.");
        _meter.CreateObservableGauge("migrations.database.free", () => DiskOf(database, disk => disk.AvailableFreeSpace), "By",
            "Free space on that file system that this service may use.");
    }

    public void Dispose() => _meter.Dispose();

    private static long SizeOf(string database) =>
        new[] { database, $"{database}-wal" }.Select(path => new FileInfo(path)).Where(file => file.Exists).Sum(file => file.Length);

    private static IEnumerable<Measurement<long>> DiskOf(string database, Func<DriveInfo, long> read)
    {
        try
        {
            return [new Measurement<long>(read(new DriveInfo(Path.GetDirectoryName(database)!)))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The folder is gone. The store reports this itself.
            return [];
        }
    }
}
