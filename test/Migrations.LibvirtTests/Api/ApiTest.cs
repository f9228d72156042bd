using System.Net;
using System.Text.Json.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>Tests that see the source only through the service's HTTP API.</summary>
internal abstract class ApiTest
{
    protected ServiceClient Service { get; private set; } = null!;

    /// <summary>Settings of the service beyond where it stores and whom it asks.</summary>
    protected virtual string[] Settings => [];

    /// <summary>The file that the service keeps when it is started again.</summary>
    protected string Database => TwoNodes.Source.PathOf($"{GetType().Name}.db");

    [OneTimeSetUp]
    public async Task StartAll()
    {
        await TwoNodes.RequireAsync();
        await StartServiceAsync();
    }

    [OneTimeTearDown]
    public void StopAll() => Service?.Dispose();

    /// <summary>Starts the service, with what it remembers.</summary>
    protected async Task StartServiceAsync() => Service = await ServiceClient.StartAsync(Database, TwoNodes.Source.Uri, Settings);

    protected static long Id(JsonNode migration) => ServiceClient.Number(migration, "id");

    protected static void AssertAccepted((HttpStatusCode Status, string Body) answer) =>
        Assert.That(answer, Is.EqualTo((HttpStatusCode.Accepted, "")));

    /// <summary>What became of the only command.</summary>
    protected static (string? Kind, string? Outcome, string? Means) Command(JsonNode progress)
    {
        var command = progress["commands"]!.AsArray().Single()!;
        return ((string?)command["kind"], (string?)command["outcome"], (string?)command["means"]);
    }
}
