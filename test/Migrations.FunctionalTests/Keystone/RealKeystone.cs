using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.Keystone;

/// <summary>Debian's Keystone on a loopback port, with the users and projects that test/keystone/create.sh names.</summary>
internal sealed class RealKeystone : IAsyncDisposable
{
    private const int MostAttempts = 3;
    private static readonly string Scripts = Path.Combine(AppContext.BaseDirectory, "keystone");

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new();
    private Process? _process;

    private RealKeystone(int port) => Url = $"http://127.0.0.1:{port}";

    public string Url { get; }

    /// <summary>Ignores the test where Keystone is not installed.</summary>
    public static void Require() => Requirement.Program("/usr/bin/keystone-wsgi-public", "python3-keystone");

    /// <param name="computeUrl">Where the catalog says that the compute service is.</param>
    public static async Task<RealKeystone> CreateAsync(string computeUrl)
    {
        var port = LoopbackPort.Free();
        var keystone = new RealKeystone(port);
        await keystone.RunAsync("create.sh", $"{port}", computeUrl);
        await keystone.StartAsync();
        return keystone;
    }

    public async Task StartAsync()
    {
        _process = Tool.Start("bash", [Path.Combine(Scripts, "serve.sh"), _folder.Path]);
        await Eventually.SeesAsync("Keystone answers", AnswersAsync, answers => answers);
    }

    public async Task StopAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task<(string Token, string ProjectId)> LogInAsync(string user, string project)
    {
        var credentials = $$"""
            {"auth": {"identity": {"methods": ["password"], "password": {"user":
              {"name": "{{user}}", "domain": {"name": "Default"}, "password": "{{PasswordOf(user)}}"} } },
              "scope": {"project": {"name": "{{project}}", "domain": {"name": "Default"} } } } }
            """;
        using var response = await PostAsync($"{Url}/v3/auth/tokens", credentials);
        response.EnsureSuccessStatusCode();
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        return (response.Headers.GetValues("X-Subject-Token").Single(), document["token"]!["project"]!["id"]!.GetValue<string>());
    }

    /// <summary>Python's plain server now and then drops a connection on a busy machine; asking for a token again does no harm.</summary>
    private async Task<HttpResponseMessage> PostAsync(string url, string json)
    {
        for (var attempt = 1; ; attempt++)
            try
            {
                using var content = new StringContent(json, Encoding.UTF8, "application/json");
                return await _http.PostAsync(url, content);
            }
            catch (HttpRequestException) when (attempt < MostAttempts)
            {
            }
    }

    /// <summary>A token that was valid until a moment ago.</summary>
    public async Task<string> ExpiredTokenAsync(string user, string project) =>
        (await RunAsync("issue-expired.sh", user, project)).Trim();

    public async Task RevokeAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, $"{Url}/v3/auth/tokens");
        request.Headers.Add("X-Auth-Token", token);
        request.Headers.Add("X-Subject-Token", token);
        using var response = await _http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    public static string PasswordOf(string user) => $"secret of {user}";

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await StopAsync();
        _http.Dispose();
        _folder.Dispose();
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
            throw new InvalidOperationException($"Keystone ended: {await File.ReadAllTextAsync(_folder.File("serve.log"))}");
        try
        {
            using var response = await _http.GetAsync($"{Url}/v3");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task<string> RunAsync(string script, params string[] arguments)
    {
        var (exit, output) = await Tool.RunAsync("bash", [Path.Combine(Scripts, script), _folder.Path, .. arguments]);
        return exit == 0 ? output : throw new InvalidOperationException($"{script}: {output}");
    }
}
