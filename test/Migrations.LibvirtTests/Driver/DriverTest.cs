using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Migrations.Drivers;
using Migrations.Drivers.Libvirt;
using Migrations.LibvirtTests.Nodes;
using NUnit.Framework.Constraints;

namespace Migrations.LibvirtTests.Driver;

/// <summary>A test with a driver that watches the source.</summary>
internal abstract class DriverTest
{
    protected LibvirtMigrationDriver Driver { get; private set; } = null!;

    [OneTimeSetUp]
    public Task StartNodes() => TwoNodes.RequireAsync();

    [SetUp]
    public void CreateDriver() => Driver = New(Configure);

    [TearDown]
    public ValueTask DisposeDriver() => Driver.DisposeAsync();

    /// <summary>A driver of the test's own settings, which the test disposes.</summary>
    public static LibvirtMigrationDriver New(Action<LibvirtOptions> configure, TimeProvider? clock = null)
    {
        var options = new LibvirtOptions();
        configure(options);
        return new LibvirtMigrationDriver(
            Options.Create(options), clock ?? TimeProvider.System, NullLogger<LibvirtMigrationDriver>.Instance);
    }

    /// <summary>Sets the options of <see cref="Driver"/>.</summary>
    protected virtual void Configure(LibvirtOptions options) => options.Uri = TwoNodes.Source.Uri;

    /// <summary>The guest's job, whether there is one or not.</summary>
    protected static MigrationJob JobOf(Guest guest) => new(guest.Uuid.ToString(), guest.Uuid, JobPhase.PreCopy);

    /// <summary>The guest's job as soon as it is listed.</summary>
    protected Task<MigrationJob> JobOfAsync(Guest guest) => JobOfAsync(guest, _ => true);

    /// <summary>The guest's job as soon as it is listed in this phase.</summary>
    protected Task<MigrationJob> JobOfAsync(Guest guest, JobPhase phase) => JobOfAsync(guest, job => job.Phase == phase);

    /// <summary>How the guest's job ended, once it is no longer listed.</summary>
    protected async Task<JobEnd> EndOfAsync(Guest guest)
    {
        await Eventually.SeesAsync($"the job of {guest.Name} ends", () => FindAsync(guest), job => job is null);
        return await Driver.GetEndAsync(guest.Uuid, guest.Uuid.ToString(), default);
    }

    protected async Task<MigrationJob?> FindAsync(Guest guest) =>
        (await Driver.ListJobsAsync(default)).SingleOrDefault(job => job.ServerUuid == guest.Uuid);

    protected static EqualConstraint<DriverErrorKind> Fails(DriverErrorKind kind) =>
        Throws.TypeOf<MigrationDriverException>().With.Property(nameof(MigrationDriverException.Kind)).EqualTo(kind);

    /// <summary>How a call failed; null when it did not.</summary>
    public static async Task<DriverErrorKind?> ErrorAsync(Func<Task> call)
    {
        try
        {
            await call();
            return null;
        }
        catch (MigrationDriverException e)
        {
            return e.Kind;
        }
    }

    private async Task<MigrationJob> JobOfAsync(Guest guest, Predicate<MigrationJob> isWanted) =>
        (await Eventually.SeesAsync($"the job of {guest.Name}", () => FindAsync(guest), job => job is not null && isWanted(job)))!;
}
