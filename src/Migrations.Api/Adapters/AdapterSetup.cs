using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Migrations.Api.Hosting;
using Migrations.Api.Settings;
using Migrations.Convergence;
using Migrations.Drivers;
using Migrations.Drivers.Fake;
using Migrations.Drivers.Fake.Scenarios;
using Migrations.Drivers.Libvirt;
using Migrations.Endings;
using Migrations.Monitoring;
using Migrations.Operations;
using Migrations.Starts;
using Migrations.Storage;
using Migrations.Storage.Files;

namespace Migrations.Api.Adapters;

/// <summary>Puts together the domain, the store and the driver. Only this folder names types of adapters.</summary>
internal static class AdapterSetup
{
    /// <summary>The settings of the adapters.</summary>
    public static IReadOnlyList<SettingSection> Settings { get; } =
    [
        SettingSection.Of<DatabaseOptions>(DatabaseOptions.Section),
        SettingSection.Of<FakeOptions>(FakeOptions.Section),
        SettingSection.Of<LibvirtOptions>(LibvirtOptions.Section),
        SettingSection.OfEach<DestinationOptions>(DestinationOptions.Section, new OwnWord("HOST", new RegularExpressionAttribute(DestinationOptions.Names)
        {
            ErrorMessage = "a host's name has letters, digits, dots, dashes and underscores only; write one that requests can name",
        })),
    ];

    public static void AddStore(this WebApplicationBuilder builder) =>
        builder.Services.AddMigrationStorage(options => options.Path = builder.DatabasePath());

    public static void AddDriver(this WebApplicationBuilder builder)
    {
        if (ServiceOptions.Of(builder.Configuration).Driver == ServiceOptions.Libvirt)
            builder.Services.AddLibvirtDriver(builder.Configuration.GetSection(LibvirtOptions.Section));
        else
            builder.Services.AddFakeDriver(builder.Configuration.GetSection(FakeOptions.Section)).PostConfigure<FakeOptions>(options =>
                options.StateFile ??= Path.ChangeExtension(builder.DatabasePath(), ".world.json"));
        builder.Services.AddSingleton<IMigrationDriver, SupervisedDriver>();
        builder.Services.AddSingleton<IMigrationStarter, SupervisedStarter>();
    }

    public static void AddDomain(this WebApplicationBuilder builder)
    {
        builder.Services.AddMigrations();
        builder.Services.AddOptions<DriverOptions>().BindConfiguration(DriverOptions.Section);
        builder.Services.AddOptions<CommandOptions>().BindConfiguration(CommandOptions.Section);
        builder.Services.AddOptions<MonitoringOptions>().BindConfiguration(MonitoringOptions.Section);
        builder.Services.AddOptions<StartOptions>().BindConfiguration(StartOptions.Section);
        builder.Services.AddOptions<EndingOptions>().BindConfiguration(EndingOptions.Section);
        builder.Services.AddOptions<ConvergenceOptions>().BindConfiguration(ConvergenceOptions.Section);
    }

    /// <summary>Why an adapter cannot be used, in one line; null for other failures.</summary>
    public static string? Explain(Exception failure) => failure is DatabaseException or ScenarioException ? failure.Message : null;

    /// <summary>The full path of the database that the settings name.</summary>
    /// <param name="root">The folder from which relative paths start.</param>
    public static string DatabasePath(IConfiguration settings, string root)
    {
        var options = settings.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        return Path.GetFullPath(options.Path, root);
    }

    /// <summary>The full path of the database that is in use.</summary>
    public static string DatabasePath(IServiceProvider services) =>
        Path.GetFullPath(services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Path);

    private static string DatabasePath(this WebApplicationBuilder builder) =>
        DatabasePath(builder.Configuration, builder.Environment.ContentRootPath);
}
