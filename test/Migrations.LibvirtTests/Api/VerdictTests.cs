using System.Text.Json.Nodes;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

internal sealed class VerdictTests : ApiTest
{
    protected override string[] Settings => ["--Convergence:Window=5s"];

    [Test]
    public async Task Verdict_OnAGuestThatChangesFasterThanItIsCopied_IsStalledUntilItIsForced()
    {
        using var guest = Guest.Start();
        guest.Migrate();
        var id = Id(await Service.UntilListedAsync(guest));

        var stalled = await Eventually.SeesAsync("stalled", () => Service.ProgressAsync(guest, id), IsJudged("stalled"));
        AssertAccepted(await Service.ForceCompleteAsync(guest, id));
        var paused = await Eventually.SeesAsync("certain", () => Service.ProgressAsync(guest, id), IsJudged("certain"));
        var ended = await Service.UntilAsync(guest, id, "completed");

        Assert.That((string?)stalled["verdict_text"], Does.Match(
            @"^dirties [\d.]+ MiB/s, copies [\d.]+ MiB/s: will not end by itself; "
            + @"forcing now switches to post-copy at once, or else pauses the server for at least \d+ s$"));
        Assert.That((double)stalled["pause_now_milliseconds"]!, Is.InRange(1000, 20_000));
        Assert.That(ServiceClient.Number(stalled, "best_remaining_bytes"), Is.InRange(8 << 20, 32 << 20));
        Assert.That((string?)paused["verdict_text"], Does.StartWith("the server is paused, copies "));
        Assert.That(ended["verdict"], Is.Null);
        await Service.PrintsAsync($"Migration {id} of server {guest.Uuid} is stalled: dirties ");
    }

    [Test]
    public async Task Verdict_OnAGuestThatIsCopiedFaster_IsNeverStalled()
    {
        using var guest = Guest.Start();
        var migration = guest.Migrate(60);
        var seen = new HashSet<string?>();

        await Eventually.SeesAsync("the end", async () =>
        {
            foreach (var listed in await Service.ListAsync(guest))
                seen.Add((string?)(await Service.ProgressAsync(guest, Id(listed)))["verdict"]);
            return migration.HasExited;
        }, hasExited => hasExited);

        Assert.That(seen, Is.Not.Empty.And.None.EqualTo("stalled"));
    }

    private static Func<JsonNode, bool> IsJudged(string verdict) =>
        progress => (string?)progress["verdict"] == verdict;
}
