using Migrations.Drivers.Libvirt;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class LibvirtOptionsTests
{
    [Test]
    public void Validate_Defaults_AreAccepted() => Assert.That(Complaints(_ => { }), Is.Empty);

    [TestCaseSource(nameof(Mistakes))]
    public void Validate_Mistake_NamesTheOption(Action<LibvirtOptions> mistake, string option) =>
        Assert.That(Complaints(mistake).Single(), Does.StartWith($"{option}: "));

    [Test]
    public void Validate_SeveralMistakes_NamesThemAll() =>
        Assert.That(Complaints(options => (options.Uri, options.ForceComplete) = ("", "never")), Has.Exactly(2).Items);

    [Test]
    public void CannotCommand_ReadOnly_SaysBySetting()
    {
        Assert.That(new LibvirtOptions().CannotCommand, Is.Null);
        Assert.That(new LibvirtOptions { ReadOnly = true }.CannotCommand, Does.Contain("Libvirt:ReadOnly"));
        Assert.That(new LibvirtOptions { Uri = "qemu:///system?socket=/run/libvirt/libvirt-sock-ro" }.CannotCommand,
            Does.Contain("Libvirt:Uri"));
    }

    [TestCase(null)]
    [TestCase("/a", "/a")]
    [TestCase(" /a ;/b/../c/ ", "/a", "/c/")]
    public void SharedDirectories_Written_AreReadOneByOne(string? written, params string[] directories) =>
        Assert.That(new LibvirtOptions { SharedPaths = written }.SharedDirectories, Is.EqualTo(directories));

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Mistake(options => options.Uri = "local", "Uri");
        yield return Mistake(options => options.Host = " ", "Host");
        yield return Mistake(options => options.ForceComplete = "Pause", "ForceComplete");
        yield return Mistake(options => options.KeepAliveInterval = TimeSpan.Zero, "KeepAliveInterval");
        yield return Mistake(options => options.KeepAliveCount = 0, "KeepAliveCount");
        yield return Mistake(options => options.ParallelReads = 65, "ParallelReads");
        yield return Mistake(options => options.ConnectTimeout = TimeSpan.Zero, "ConnectTimeout");
        yield return Mistake(options => options.ReadTimeout = TimeSpan.FromHours(1), "ReadTimeout");
        yield return Mistake(options => options.RetryAfter = TimeSpan.Zero, "RetryAfter");
        yield return Mistake(options => options.BlockMigration = "all", "BlockMigration");
        yield return Mistake(options => options.SharedPaths = "images", "SharedPaths");
        yield return Mistake(options => options.StartPatience = TimeSpan.Zero, "StartPatience");
    }

    private static TestCaseData Mistake(Action<LibvirtOptions> mistake, string option) =>
        new TestCaseData(mistake, option).SetArgDisplayNames(option);

    private static List<string> Complaints(Action<LibvirtOptions> mistake)
    {
        var options = new LibvirtOptions();
        mistake(options);
        return [.. new LibvirtOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
