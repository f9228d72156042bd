using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class LibvirtServicesTests
{
    [Test]
    public async Task AddLibvirtDriver_Settings_AreReadAndTheDriverIsThere()
    {
        await using var services = Build(("Libvirt:Uri", "qemu:///session"), ("Libvirt:ReadOnly", "true"), ("Libvirt:ReadTimeout", "00:00:01"));

        var options = services.GetRequiredService<IOptions<LibvirtOptions>>().Value;

        Assert.That((options.Uri, options.ReadOnly, options.ReadTimeout), Is.EqualTo(("qemu:///session", true, TimeSpan.FromSeconds(1))));
        Assert.That(services.GetRequiredKeyedService<IMigrationDriver>(SupervisedDriver.Supervised).Capabilities,
            Is.EqualTo(new DriverCapabilities("libvirt", "Libvirt:ReadOnly is set")));
    }

    [Test]
    public async Task AddLibvirtDriver_Destinations_AreThoseOfTheStarterWhichIsTheDriver()
    {
        await using var services = Build(("Libvirt:Destinations:c-2.example:Uri", "qemu+tls://c-2/system"), ("Libvirt:Destinations:c-2.example:Address", "192.0.2.2"));

        var starter = services.GetRequiredKeyedService<IMigrationStarter>(SupervisedDriver.Supervised);

        Assert.That(starter, Is.SameAs(services.GetRequiredKeyedService<IMigrationDriver>(SupervisedDriver.Supervised)));
        Assert.That(starter.Destinations, Is.EqualTo(new[] { new Destination("c-2.example", null, "192.0.2.2") }));
        Assert.That(starter.CannotStart, Is.Null);
    }

    [Test]
    public async Task AddLibvirtDriver_Mistake_StopsTheStart()
    {
        await using var services = Build(("Libvirt:ForceComplete", "never"));

        Assert.That(services.GetRequiredService<IStartupValidator>().Validate,
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("ForceComplete"));
    }

    private static ServiceProvider Build(params (string Key, string Value)[] settings) => new ServiceCollection()
        .AddSingleton(TimeProvider.System)
        .AddLogging()
        .AddLibvirtDriver(new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value))
            .Build().GetSection("Libvirt"))
        .BuildServiceProvider();
}
