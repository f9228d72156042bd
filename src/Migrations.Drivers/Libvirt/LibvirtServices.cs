using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers.Libvirt;

/// <summary>Makes the libvirt driver the host's driver.</summary>
public static class LibvirtServices
{
    /// <summary>The settings are checked when the host starts; libvirt itself is first looked for when it is asked.</summary>
    /// <param name="services">Must also have a <see cref="TimeProvider"/> and logging.</param>
    /// <param name="section">Read into <see cref="LibvirtOptions"/>.</param>
    public static IServiceCollection AddLibvirtDriver(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton<IValidateOptions<LibvirtOptions>, LibvirtOptionsValidator>();
        services.AddOptions<LibvirtOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<LibvirtMigrationDriver>();
        services.AddKeyedSingleton<IMigrationDriver>(SupervisedDriver.Supervised, static (services, _) => services.GetRequiredService<LibvirtMigrationDriver>());
        services.AddKeyedSingleton<IMigrationStarter>(SupervisedDriver.Supervised, static (services, _) => services.GetRequiredService<LibvirtMigrationDriver>());
        return services;
    }
}
