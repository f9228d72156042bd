using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests.Api;

/// <summary>A service that watches a node, talked to as any client does. Disposing kills it.</summary>
internal sealed class ServiceClient : IDisposable
{
    private const string ForceComplete = """{"force_complete": null}""";

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
    public static async Task<ServiceClient> StartAsync(string database, string uri, params string[] settings)
    {
        var process = Launch(database, uri, settings);
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

    /// <summary>Starts the service, and kills it after this time.</summary>
    public static async Task KillWhileItStartsAsync(string database, string uri, TimeSpan time)
    {
        using var process = Launch(database, uri);
        await Task.Delay(time);
    }

    /// <inheritdoc cref="ServiceProcess.PrintsAsync"/>
    public Task PrintsAsync(string text) => _process.PrintsAsync(text);

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
        SendAsync(HttpMethod.Post, $"/v2.1/servers/{guest.Uuid}/migrations/{id}/action", ForceComplete);

    /// <summary>Asks for the start of a migration, as soon as the service has seen the server.</summary>
    /// <param name="host">Null for any.</param>
    public Task<(HttpStatusCode Status, string Body)> StartMigrationAsync(Guest guest, string? host = null)
    {
        var body = new JsonObject { ["os-migrateLive"] = new JsonObject { ["host"] = host, ["block_migration"] = "auto" } }.ToJsonString();
        return Eventually.SeesAsync(guest.Name, () => SendAsync(HttpMethod.Post, $"/v2.1/servers/{guest.Uuid}/action", body),
            answer => answer.Status is not (HttpStatusCode.NotFound or HttpStatusCode.ServiceUnavailable));
    }

    /// <summary>Sets what brings a migration to an end.</summary>
    /// <param name="policy">A JSON object.</param>
    public Task<(HttpStatusCode Status, string Body)> SetPolicyAsync(Guest guest, long id, string policy) =>
        SendAsync(HttpMethod.Put, $"/v2.1/servers/{guest.Uuid}/migrations/{id}/policy", $$"""{"policy": {{policy}}}""");

    /// <returns>The id of the request when it is accepted, else null.</returns>
    public Task<string?> RequestAbortAsync(Guest guest, long id) =>
        RequestAsync(HttpMethod.Delete, $"/v2.1/servers/{guest.Uuid}/migrations/{id}");

    /// <inheritdoc cref="RequestAbortAsync"/>
    public Task<string?> RequestForceCompleteAsync(Guest guest, long id) =>
        RequestAsync(HttpMethod.Post, $"/v2.1/servers/{guest.Uuid}/migrations/{id}/action", ForceComplete);

    /// <summary>The results of what was done for an accepted request, null while it is being done; null when the request is not known.</summary>
    public async Task<IReadOnlyList<string?>?> ResultsAsync(Guest guest, string request)
    {
        var (status, body) = await SendAsync(HttpMethod.Get, $"/v2.1/servers/{guest.Uuid}/os-instance-actions/{request}");
        return status == HttpStatusCode.OK
            ? [.. JsonNode.Parse(body)!["instanceAction"]!["events"]!.AsArray().Select(done => (string?)done!["result"])]
            : null;
    }

    /// <summary>All migrations of the guest, newest first.</summary>
    public async Task<IReadOnlyList<JsonNode>> HistoryAsync(Guest guest)
    {
        var (_, body) = await SendAsync(HttpMethod.Get, $"/v2.1/os-migrations?instance_uuid={guest.Uuid}");
        return [.. JsonNode.Parse(body)!["migrations"]!.AsArray().OfType<JsonNode>()];
    }

    public Task<(HttpStatusCode Status, string Body)> ReadyAsync() => SendAsync(HttpMethod.Get, "/healthz/ready");

    /// <summary>Whether the answer to a listing says that its numbers are old.</summary>
    public async Task<bool> IsStaleAsync(Guest guest)
    {
        using var response = await _http.GetAsync(new Uri($"/v2.1/servers/{guest.Uuid}/migrations", UriKind.Relative));
        return response.EnsureSuccessStatusCode().Headers.Warning.Any(warning => warning.Code == 110);
    }

    /// <summary>Ends the service without warning; calls that are under way get no answer.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends the service as an operator does, and returns once it has ended.</summary>
    public async Task StopAsync()
    {
        Tool.Run("kill", ["-TERM", $"{_process.ProcessId}"]);
        await _process.ExitAsync();
    }

    public void Dispose()
    {
        _http.Dispose();
        _process.Dispose();
    }

    public static long Number(JsonNode node, string name) => long.Parse(node[name]!.ToString(), CultureInfo.InvariantCulture);

    private static ServiceProcess Launch(string database, string uri, params string[] settings) => new(
        ["--Urls=http://127.0.0.1:0", "--Driver=libvirt", $"--Libvirt:Uri={uri}", $"--Database:Path={database}", .. settings]);

    private async Task<(HttpStatusCode Status, string Body)> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var response = await AnswerAsync(method, path, body);
        return (response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<string?> RequestAsync(HttpMethod method, string path, string? body = null)
    {
        using var response = await AnswerAsync(method, path, body);
        return response.StatusCode == HttpStatusCode.Accepted ? response.Headers.GetValues("x-openstack-request-id").Single() : null;
    }

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, string path, string? body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Json);
        return await _http.SendAsync(request);
    }
}
