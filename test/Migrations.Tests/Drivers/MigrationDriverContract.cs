using Migrations.Drivers;
using NUnit.Framework.Constraints;

namespace Migrations.Tests.Drivers;

/// <summary>What every driver promises; each has a fixture that derives from this one.</summary>
/// <typeparam name="TDriver">The driver that is tested.</typeparam>
[CancelAfter(60_000)]
public abstract partial class MigrationDriverContract<TDriver> where TDriver : IMigrationDriver
{
    /// <summary>The tests that this driver's testbed cannot run, by method name, each with the reason.</summary>
    protected virtual IReadOnlyDictionary<string, string> Gaps { get; } = new Dictionary<string, string>();

    private static CancellationToken TestEnds => TestContext.CurrentContext.CancellationToken;

    [OneTimeSetUp]
    public void Gaps_AreTests()
    {
        foreach (var gap in Gaps.Keys)
            Assert.That(GetType().GetMethod(gap), Is.Not.Null, $"the gap {gap} is no test");
    }

    [SetUp]
    public void SkipGap()
    {
        if (Gaps.TryGetValue(TestContext.CurrentContext.Test.MethodName!, out var reason))
            Assert.Ignore(reason);
    }

    [Test]
    public async Task Capabilities_Always_NameTheDriver()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);

        Assert.That(testbed.Driver, Is.TypeOf<TDriver>());
        Assert.That(testbed.Driver.Capabilities.Name, Is.Not.Empty);
    }

    /// <summary>A testbed with such servers, whose migrations have just been started.</summary>
    protected abstract Task<DriverTestbed> OpenAsync(params TestbedServer[] servers);

    /// <summary>Brings about a call that errs in this way.</summary>
    protected abstract Task<Func<Task>> ArrangeErrorAsync(DriverErrorKind kind);

    private static EqualConstraint<DriverErrorKind> Errs(DriverErrorKind kind) =>
        Throws.TypeOf<MigrationDriverException>().With.Property(nameof(MigrationDriverException.Kind)).EqualTo(kind);
}
