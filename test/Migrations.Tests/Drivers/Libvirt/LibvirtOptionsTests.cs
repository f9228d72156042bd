using Migrations.Drivers.Libvirt;

namespace Migrations.Tests.Drivers.Libvirt;

internal sealed class LibvirtOptionsTests
{
    [Test]
    public void Validate_Defaults_AreAccepted() => Assert.That(Complaints(_ => { }), Is.Empty);

    [TestCaseSource(nameof(Mistakes))]
    public void Validate_Mistake_NamesSettingValueAndRemedy(Action<LibvirtOptions> mistake, string setting, string value, string remedy)
    {
        var complaint = Complaints(mistake).Single();

        Assert.That(complaint, Does.StartWith($"Libvirt:{setting} is '{value}': write ").And.Contains(remedy));
    }

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

    private static IEnumerable<TestCaseData> Mistakes()
    {
        yield return Mistake(options => options.Uri = "local", "Uri", "local", "qemu:///system");
        yield return Mistake(options => options.Host = " ", "Host", " ", "leave it out");
        yield return Mistake(options => options.ForceComplete = "Pause", "ForceComplete", "Pause", "auto, post-copy or pause");
        yield return Mistake(options => options.KeepAliveInterval = TimeSpan.Zero, "KeepAliveInterval", "00:00:00", "00:00:01");
        yield return Mistake(options => options.KeepAliveCount = 0, "KeepAliveCount", "0", "between 1 and 100");
        yield return Mistake(options => options.ParallelReads = 65, "ParallelReads", "65", "between 1 and 64");
        yield return Mistake(options => options.ConnectTimeout = TimeSpan.Zero, "ConnectTimeout", "00:00:00", "00:00:00.5");
        yield return Mistake(options => options.ReadTimeout = TimeSpan.FromHours(1), "ReadTimeout", "01:00:00", "00:05:00");
        yield return Mistake(options => options.RetryAfter = TimeSpan.Zero, "RetryAfter", "00:00:00", "00:00:00.5");
    }

    private static TestCaseData Mistake(Action<LibvirtOptions> mistake, string setting, string value, string remedy) =>
        new TestCaseData(mistake, setting, value, remedy).SetArgDisplayNames(setting);

    private static List<string> Complaints(Action<LibvirtOptions> mistake)
    {
        var options = new LibvirtOptions();
        mistake(options);
        return [.. new LibvirtOptionsValidator().Validate(null, options).Failures ?? []];
    }
}
