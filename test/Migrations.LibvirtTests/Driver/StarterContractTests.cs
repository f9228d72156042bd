using Migrations.Drivers.Libvirt;
using Migrations.Tests.Drivers;

namespace Migrations.LibvirtTests.Driver;

public sealed class StarterContractTests : MigrationStarterContract<LibvirtMigrationDriver>
{
    private const string Source = "compute-1";

    /// <summary>Comes after the good one: libvirt learns that it is down when it starts.</summary>
    private const string Down = "compute-3";

    [OneTimeSetUp]
    public Task StartNodes() => TwoNodes.RequireAsync();

    protected override async Task<StarterTestbed> OpenAsync(params TestbedServer[] servers)
    {
        var hypervisor = await LibvirtTestbed.OpenIdleAsync(servers, options =>
        {
            options.Uri = TwoNodes.Source.Uri;
            options.Host = Source;
            options.Destinations.Add("compute-2", new DestinationOptions { Uri = $"qemu+tcp://{TwoNodes.Destination.Address}/system" });
            options.Destinations.Add(Down, new DestinationOptions { Uri = $"qemu+tcp://{TwoNodes.Destination.Address}:1/system" });
        });
        return new StarterTestbed(hypervisor, hypervisor.Starter) { Source = Source, Down = Down };
    }
}
