using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Migrations.FunctionalTests.Golden;

/// <summary>A Keystone on loopback to which every token says itself whose it is: <c>USER:PROJECT:ROLE,ROLE</c>.</summary>
internal sealed class RecordedKeystone : IDisposable
{
    private readonly HttpListener _listener = new();

    public RecordedKeystone()
    {
        Url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        _listener.Prefixes.Add(Url + "/");
        _listener.Start();
        _ = AnswerAsync();
    }

    public string Url { get; }

    /// <summary>What makes the service ask here.</summary>
    public Dictionary<string, string> Settings => new()
    {
        ["Auth:Mode"] = "keystone",
        ["Auth:Keystone:Url"] = Url,
        ["Auth:Keystone:Username"] = "migrations",
        ["Auth:Keystone:Password"] = "password",
    };

    public void Dispose() => ((IDisposable)_listener).Dispose();

    private async Task AnswerAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            Answer(context);
        }
    }

    private static void Answer(HttpListenerContext context)
    {
        var asked = context.Request.Headers["X-Subject-Token"];
        var token = asked ?? "migrations:service:service";
        var body = Encoding.UTF8.GetBytes(DocumentOf(token).ToJsonString());
        context.Response.StatusCode = asked is null ? 201 : 200;
        context.Response.ContentType = "application/json";
        context.Response.Headers["X-Subject-Token"] = token;
        context.Response.Close(body, willBlock: true);
    }

    private static JsonObject DocumentOf(string token)
    {
        var parts = token.Split(':');
        var roles = parts[2].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new JsonObject
        {
            ["token"] = new JsonObject
            {
                ["user"] = new JsonObject { ["id"] = parts[0], ["name"] = parts[0], ["domain"] = new JsonObject { ["id"] = "default" } },
                ["project"] = new JsonObject { ["id"] = parts[1], ["name"] = parts[1], ["domain"] = new JsonObject { ["id"] = "default" } },
                ["roles"] = new JsonArray([.. roles.Select(role => new JsonObject { ["id"] = role, ["name"] = role })]),
                ["expires_at"] = "2999-01-01T00:00:00.000000Z",
            },
        };
    }
}
