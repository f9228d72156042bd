using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Migrations.Storage;

namespace Migrations.Tests.Storage;

public sealed class StorageServicesTests
{
    [Test]
    public void AddMigrationStorage_WithAPath_ProvidesStoresOfOneFile()
    {
        using var folder = new TemporaryDatabase();
        using var services = Provide(folder.Path);

        Assert.That(services.GetRequiredService<IMigrationStore>().Load().Servers, Is.Empty);
        Assert.That(services.GetRequiredService<ICommandStore>().Pending(), Is.Empty);
        Assert.That(File.Exists(folder.Path));
    }

    [Test]
    public void AddMigrationStorage_WithoutAPath_NamesTheSetting()
    {
        using var services = Provide(" ");

        Assert.That(() => services.GetRequiredService<IMigrationStore>(),
            Throws.TypeOf<OptionsValidationException>().With.Message.Contains("Database:Path"));
    }

    private static ServiceProvider Provide(string path) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton<StoreHealth>()
        .AddMigrationStorage(options => options.Path = path)
        .BuildServiceProvider();
}
