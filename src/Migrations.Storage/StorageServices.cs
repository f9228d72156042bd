using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Migrations.Storage.Connections;
using Migrations.Storage.Files;
using Migrations.Storage.Stores;

namespace Migrations.Storage;

/// <summary>Registers the stores.</summary>
public static class StorageServices
{
    /// <summary>Stores migrations, commands, actions and events in the file of <see cref="DatabaseOptions"/>, opened by whoever first needs one.</summary>
    public static IServiceCollection AddMigrationStorage(this IServiceCollection services, Action<DatabaseOptions> configure)
    {
        services.AddSingleton<IValidateOptions<DatabaseOptions>, DatabaseOptionsValidator>().Configure(configure);
        services.AddSingleton(provider => MigrationsDatabase.Open(
            provider.GetRequiredService<IOptions<DatabaseOptions>>().Value,
            provider.GetRequiredService<StoreHealth>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<MigrationsDatabase>>()));
        services.AddSingleton<IMigrationStore, MigrationStore>();
        services.AddSingleton<ICommandStore, CommandStore>();
        services.AddSingleton<IServerActionStore, ServerActionStore>();
        services.AddSingleton<IEventLog, EventLog>();
        return services;
    }
}
