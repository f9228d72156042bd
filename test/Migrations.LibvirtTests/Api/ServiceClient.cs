using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>A service that watches a node, talked to as any client does. Disposing kills it.</summary>
internal sealed class ServiceClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    private readonly ServiceProcess _process;
    private readonly HttpClient _http;

    private ServiceClient(ServiceProcess process, Uri address)
    {
        _process = process;
        _http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(10) };
        _http.DefaultRequestHeaders.Add("OpenStack-API-Version", "compute 2.80");
    }

    /// <summary>Starts the service, and returns once it listens.</summary>
    /// <param name="database">What it remembers; the same file again is a restart.</param>
    public static async Task<ServiceClient> StartAsync(string database, string uri)
    {
        var process = new ServiceProcess(
            "--Urls=http://127.0.0.1:0", "--Driver=libvirt", $"--Libvirt:Uri={uri}", $"--Database:Path={database}");
        try
        {
            return new ServiceClient(process, await process.AddressAsync());
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Everything that the service has printed.</summary>
    public string Output => _process.Output;

    /// <summary>The guest's migrations in progress; none when the service does not know the server, or cannot know it yet.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(Guest guest)
    {
        using var response = await _http.GetAsync(new Uri($"/v2.1/servers/{guest.Uuid}/migrations", UriKind.Relative));
        return response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable
            ? []
            : [.. JsonNode.Parse(await response.Content.ReadAsStringAsync())!["migrations"]!.AsArray().OfType<JsonNode>()];
    }

    /// <summary>The guest's migration once it is listed with this status.</summary>
    public async Task<JsonNode> UntilListedAsync(Guest guest, string status = "running") =>
        (await Eventually.SeesAsync($"{guest.Name} {status}", () => ListAsync(guest),
            listed => listed.Any(migration => (string?)migration["status"] == status))).Single();

    /// <summary>A migration, in progress or over, with what Nova's bodies have no room for.</summary>
    public async Task<JsonNode> ProgressAsync(Guest guest, long id)
    {
        using var response = await _http.GetAsync(
            new Uri($"/v2.1/servers/{guest.Uuid}/migrations/{id}/progress", UriKind.Relative));
        return JsonNode.Parse(await response.EnsureSuccessStatusCode().Content.ReadAsStringAsync())!["progress"]!;
    }

    /// <summary>A migration once it has this status.</summary>
    public Task<JsonNode> UntilAsync(Guest guest, long id, string status) => Eventually.SeesAsync(
        $"migration {id} {status}", () => ProgressAsync(guest, id), progress => (string?)progress["status"] == status);

    public Task<(HttpStatusCode Status, string Body)> AbortAsync(Guest guest, long id) =>
        SendAsync(HttpMethod.Delete, $"/v2.1/servers/{guest.Uuid}/migrations/{id}");

    public Task<(HttpStatusCode Status, string Body)> ForceCompleteAsync(Guest guest, long id) =>
        SendAsync(HttpMethod.Post, $"/v2.1/servers/{guest.Uuid}/migrations/{id}/action", """{"force_complete": null}""");

    public Task<(HttpStatusCode Status, string Body)> ReadyAsync() => SendAsync(HttpMethod.Get, "/healthz/ready");

    /// <summary>Whether the answer to a listing says that its numbers are old.</summary>
    public async Task<bool> IsStaleAsync(Guest guest)
    {
        using var response = await _http.GetAsync(new Uri($"/v2.1/servers/{guest.Uuid}/migrations", UriKind.Relative));
        return response.EnsureSuccessStatusCode().Headers.Warning.Any(warning => warning.Code == 110);
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
    }

    public static long Number(JsonNode node, string name) => long.Parse(node[name]!.ToString(), CultureInfo.InvariantCulture);

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Json);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
