using Migrations.Drivers.Libvirt;
using Migrations.Tests.Drivers;

namespace Migrations.LibvirtTests.Driver;

public sealed class StarterContractTests : MigrationStarterContract<LibvirtMigrationDriver>
{
    private const string Source = "compute-1";

    protected override IReadOnlyDictionary<string, string> Gaps { get; } = new Dictionary<string, string>
    {
        [nameof(Check_HostIsDown_IsRefusedAsInNova)] = "Whether a destination can be reached is known when libvirtd tries; see StartRefusalTests.",
        [nameof(Start_ServerIsBeingMigrated_IsRefusedAndThatJobGoesOn)] =
            "libvirt's jobs have no names: a job that somebody else has begun is taken for the one that was asked for; see StartTests.",
    };

    [OneTimeSetUp]
    public Task StartNodes() => TwoNodes.RequireAsync();

    protected override async Task<StarterTestbed> OpenAsync(params TestbedServer[] servers)
    {
        var hypervisor = await LibvirtTestbed.OpenIdleAsync(servers, options =>
        {
            options.Uri = TwoNodes.Source.Uri;
            options.Host = Source;
            options.Destinations.Add("compute-2", new DestinationOptions { Uri = $"qemu+tcp://{TwoNodes.Destination.Address}/system" });
        });
        return new StarterTestbed(hypervisor, hypervisor.Starter) { Source = Source, Down = "none" };
    }
}
