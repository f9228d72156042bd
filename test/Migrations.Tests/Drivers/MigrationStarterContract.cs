using Migrations.Drivers;
using NUnit.Framework.Constraints;

namespace Migrations.Tests.Drivers;

/// <summary>What every starter promises; each has a fixture that derives from this one.</summary>
/// <typeparam name="TStarter">The starter that is tested.</typeparam>
[CancelAfter(60_000)]
public abstract partial class MigrationStarterContract<TStarter> where TStarter : IMigrationStarter
{
    /// <summary>The tests that this starter's testbed cannot run, by method name, each with the reason.</summary>
    protected virtual IReadOnlyDictionary<string, string> Gaps { get; } = new Dictionary<string, string>();

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
    public async Task Starter_Always_CanStartAndHasDestinations()
    {
        await using var testbed = await OpenAsync(TestbedServer.Idle);

        Assert.That(testbed.Starter, Is.TypeOf<TStarter>());
        Assert.That(testbed.Starter.CannotStart, Is.Null);
        Assert.That(testbed.Starter.Destinations.Select(destination => destination.Compute), Is.Unique.And.Not.Empty);
    }

    [Test]
    public async Task Check_NoHostIsNamed_IsTheFirstThatIsFit()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);

        Assert.That(await testbed.Starter.CheckAsync(testbed.Order(), default), Is.EqualTo(testbed.Good));
    }

    [Test]
    public async Task Check_HostIsNamed_IsThatHost([Values] bool isForced)
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);

        var order = testbed.Order(testbed.Good.Compute, isForced);

        Assert.That(await testbed.Starter.CheckAsync(order, default), Is.EqualTo(testbed.Good));
    }

    /// <summary>By the check, or, where only the hypervisor can tell, by the start.</summary>
    [Test]
    public async Task Start_HostIsDown_IsRefusedAsInNova()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);

        await Assert.ThatAsync(() => CheckAndStartAsync(testbed, isForced: true), Refuses(StartRefusal.HostUnavailable(testbed.Down)));
        await Assert.ThatAsync(() => CheckAndStartAsync(testbed, isForced: false), Refuses(NoValidHost, StartRefusal.HostUnavailable(testbed.Down)));
        Assert.That(await testbed.Hypervisor.FindJobAsync(testbed.Hypervisor.Servers[0]), Is.Null);
    }

    [Test]
    public async Task Check_HostIsTheSource_IsRefusedAsInNova()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);

        await Assert.ThatAsync(() => testbed.Starter.CheckAsync(testbed.Order(testbed.Source, isForced: true), default),
            Refuses(StartRefusal.ToItself(testbed.Hypervisor.Servers[0], testbed.Source)));
        await Assert.ThatAsync(() => testbed.Starter.CheckAsync(testbed.Order(testbed.Source), default), Refuses(NoValidHost));
    }

    [Test]
    public async Task Check_Always_LeavesTheServerAlone()
    {
        await using var testbed = await OpenAsync(TestbedServer.Quick);

        await testbed.Starter.CheckAsync(testbed.Order(), default);

        Assert.That(await testbed.Hypervisor.FindJobAsync(testbed.Hypervisor.Servers[0]), Is.Null);
    }

    /// <summary>A testbed with such servers, none of whose migrations has been started.</summary>
    protected abstract Task<StarterTestbed> OpenAsync(params TestbedServer[] servers);

    private static async Task CheckAndStartAsync(StarterTestbed testbed, bool isForced)
    {
        var order = testbed.Order(testbed.Down, isForced);
        await testbed.Starter.StartAsync(order, await testbed.Starter.CheckAsync(order, default), default);
    }

    private static StartRefusal NoValidHost => StartRefusal.NoValidHost("There are not enough hosts available.");

    /// <summary>With one of these: the same kind and message; details may add what the hypervisor says.</summary>
    private static Constraint Refuses(params StartRefusal[] refusals) => Throws.TypeOf<StartRefusedException>()
        .With.Property(nameof(StartRefusedException.Refusal)).Matches((StartRefusal? told) => told is not null
            && refusals.Any(refusal => (told.Kind, told.Message) == (refusal.Kind, refusal.Message)
                && told.Details.StartsWith(refusal.Details, StringComparison.Ordinal)));
}
