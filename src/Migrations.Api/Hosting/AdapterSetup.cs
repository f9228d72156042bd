using Migrations.Api.Settings;
using Migrations.Drivers;
using Migrations.Drivers.Fake;
using Migrations.Drivers.Libvirt;
using Migrations.Storage;

namespace Migrations.Api.Hosting;

/// <summary>Chooses the store and the driver; the only place that names adapters.</summary>
internal static class AdapterSetup
{
    private const string DefaultDatabase = "migrations.db";

    public static void AddStore(this WebApplicationBuilder builder) =>
        builder.Services.AddMigrationStorage(options => options.Path = DatabasePath(builder.Configuration));

    public static void AddDriver(this WebApplicationBuilder builder)
    {
        switch (builder.Configuration["Driver"] ?? "fake")
        {
            case "fake":
                builder.Services.AddFakeDriver(builder.Configuration.GetSection("Fake"));
                builder.Services.PostConfigure<FakeOptions>(options =>
                    options.StateFile ??= Path.ChangeExtension(DatabasePath(builder.Configuration), ".world.json"));
                break;
            case "libvirt":
                builder.Services.AddLibvirtDriver(builder.Configuration.GetSection(LibvirtOptions.Section));
                break;
            case var other:
                throw new SettingException($"Driver={other}: choose fake or libvirt.");
        }
        builder.Services.AddSingleton<IMigrationDriver, SupervisedDriver>();
    }

    private static string DatabasePath(ConfigurationManager configuration) => configuration["Database:Path"] ?? DefaultDatabase;
}
