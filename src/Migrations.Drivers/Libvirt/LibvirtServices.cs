using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers.Libvirt;

/// <summary>Registers the libvirt driver.</summary>
public static class LibvirtServices
{
    /// <summary>Adds <see cref="LibvirtMigrationDriver"/>, with its settings checked when the host starts.</summary>
    /// <param name="section">The <c>Libvirt</c> section.</param>
    public static IServiceCollection AddLibvirtDriver(this IServiceCollection services, IConfiguration section)
    {
        services.AddOptions<LibvirtOptions>().Bind(section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<LibvirtOptions>, LibvirtOptionsValidator>();
        services.AddSingleton<LibvirtMigrationDriver>();
        return services;
    }
}
