using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Migrations.Drivers.Fake;

/// <summary>Makes the fake driver the host's driver.</summary>
public static class FakeServices
{
    /// <param name="services">Must also have a <see cref="TimeProvider"/> and logging.</param>
    /// <param name="section">Read into <see cref="FakeOptions"/>.</param>
    public static IServiceCollection AddFakeDriver(this IServiceCollection services, IConfiguration section)
    {
        services.AddSingleton<IValidateOptions<FakeOptions>, FakeOptionsValidator>();
        services.AddOptions<FakeOptions>().Bind(section);
        services.AddKeyedSingleton<IMigrationDriver, FakeMigrationDriver>(SupervisedDriver.Supervised);
        return services;
    }
}
