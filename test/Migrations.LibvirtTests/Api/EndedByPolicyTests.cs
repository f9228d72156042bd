namespace Migrations.LibvirtTests.Api;

/// <summary>A policy that soon ends the migrations which the service has started.</summary>
internal sealed class EndedByPolicyTests : StartApiTest
{
    protected override string[] Settings => [.. base.Settings, "--Starts:CompletionTimeout=1s"];

    [Test]
    public async Task Deadline_Passed_AbortsAndSaysByWhichSetting()
    {
        using var guest = StartGuest();
        var id = Id(await StartAsync(guest));

        var progress = await Service.UntilAsync(guest, id, "cancelled");

        Assert.That((string?)progress["reason"], Does.Contain("Starts:CompletionTimeout 1s"));
        await guest.RunsOnlyAtAsync(TwoNodes.Source);
    }
}
