using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Drivers.Fake.Files;

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
        services.AddSingleton(Begin);
        services.AddKeyedSingleton<IMigrationDriver>(SupervisedDriver.Supervised, (provider, _) =>
            new FakeMigrationDriver(provider.GetRequiredService<FakeHypervisor>(), provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton<IMigrationStarter>(SupervisedDriver.Supervised, (provider, _) =>
            new FakeMigrationStarter(provider.GetRequiredService<FakeHypervisor>(), provider.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <exception cref="Scenarios.ScenarioException">The scenario or the saved world are wrong.</exception>
    /// <exception cref="OptionsValidationException">An option is out of range.</exception>
    private static FakeHypervisor Begin(IServiceProvider provider)
    {
        var options = provider.GetRequiredService<IOptions<FakeOptions>>().Value;
        return FakeStart.Begin(ScenarioFile.Load(options.Scenario), options,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<FakeHypervisor>>());
    }
}
