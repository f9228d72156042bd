using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Endings;
using Migrations.Live;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;

namespace Migrations;

/// <summary>Registers the domain; the store and the driver are registered by their own projects.</summary>
public static class MigrationsServices
{
    /// <summary>Adds the snapshot, the operations and, in the order in which they start, the background work.</summary>
    public static IServiceCollection AddMigrations(this IServiceCollection services) => services
        .AddSingleton<IValidateOptions<DriverOptions>, DriverOptionsValidator>()
        .AddSingleton<IValidateOptions<CommandOptions>, CommandOptionsValidator>()
        .AddSingleton<IValidateOptions<MonitoringOptions>, MonitoringOptionsValidator>()
        .AddSingleton<IValidateOptions<ConvergenceOptions>, ConvergenceOptionsValidator>()
        .AddSingleton<IValidateOptions<EndingOptions>, EndingOptionsValidator>()
        .AddSingleton<IValidateOptions<StartOptions>, StartOptionsValidator>()
        .AddSingleton<LiveMigrations>()
        .AddSingleton<MigrationsTelemetry>()
        .AddSingleton<AuditLog>()
        .AddSingleton<DriverHealth>()
        .AddSingleton<StoreHealth>()
        .AddSingleton<MonitoringJournal>()
        .AddSingleton<DriverNews>()
        .AddSingleton<DepartedServers>()
        .AddSingleton<ConvergenceJudge>()
        .AddSingleton<SamplingPass>()
        .AddSingleton<JoblessMigrations>()
        .AddSingleton<CommandSignal>()
        .AddSingleton<CommandAcceptance>()
        .AddSingleton<CommandExecution>()
        .AddSingleton<ForceComplete>()
        .AddSingleton<Abort>()
        .AddSingleton<StartSignal>()
        .AddSingleton<AwaitedStarts>()
        .AddSingleton<StartMigration>()
        .AddSingleton<StartExecution>()
        .AddSingleton<EndingExecution>()
        .AddSingleton<SetEndingTerms>()
        .AddHostedService<StartupReconciler>()
        .AddHostedService<ProgressSampler>()
        .AddHostedService<CommandRunner>()
        .AddHostedService<StartRunner>()
        .AddHostedService<EndingRunner>()
        .AddHostedService<HistoryPruner>()
        .AddHostedService<StoreWatch>();
}
