using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Migrations.Api.Identity.Keystone;

namespace Migrations.Tests.Api.Identity.Keystone;

/// <summary>Keystone's answers are taken from the network: whatever they are, they name a token or are no answer.</summary>
[CancelAfter(60_000)]
[Category(Fuzz.Category)]
public sealed class TokenDocumentTests
{
    private const string Valid = """
        {"token": {
          "methods": ["application_credential"], "expires_at": "2026-01-29T14:00:00.000000Z", "issued_at": "2026-01-29T12:00:00.000000Z",
          "user": {"id": "u1", "name": "someone", "domain": {"id": "d1", "name": "Default"}, "password_expires_at": null},
          "project": {"id": "p1", "name": "work", "domain": {"id": "d2", "name": "Default"}}, "is_admin_project": true,
          "domain": {"id": "d3"}, "system": {"all": true},
          "roles": [{"id": "r1", "name": "member"}, {"id": "r2", "name": "reader"}],
          "application_credential": {"id": "c1", "access_rules": [{"service": "compute", "method": "GET", "path": "/v2.1/**"}]}
        }}
        """;

    /// <summary>Stands in the mutated JSON for text that no JSON library writes.</summary>
    private const string HalfACharacter = "half a character";

    private static readonly Gen<string> Replacement = Gen.OneOf(
        "null", "true", "0", "-1", "1e400", "18446744073709551616", "\"\"", "\"x\"", $"\"{HalfACharacter}\"",
        "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999-14:00\"", "\"0001-01-01T00:00:00+14:00\"",
        "[]", "{}", "[null]", "[[]]", "[{}]", "[\"x\"]", """[{"id": null, "name": null}]""", """{"access_rules": [null]}""");

    [TestCase("roles", "[null]")]
    [TestCase("roles", """[{"id": "r1", "name": null}]""")]
    [TestCase("roles", """[{"id": "r1"}]""")]
    [TestCase("user", """{"id": null}""")]
    [TestCase("expires_at", "null")]
    [TestCase("application_credential", """{"access_rules": [null]}""")]
    [TestCase("application_credential", """{"access_rules": [{"service": "compute", "method": null, "path": "/"}]}""")]
    public void Answer_ThatNamesNothing_IsNoAnswer(string part, string value)
    {
        var document = JsonNode.Parse(Valid)!;
        document["token"]![part] = JsonNode.Parse(value);

        Assert.That(() => ApiOf(document.ToJsonString()).ValidateAsync("own", "theirs", allowExpired: false),
            Throws.TypeOf<KeystoneUnavailableException>());
    }

    [Test]
    public Task Answer_MutatedAnyhow_IsATokenOrNoAnswer() =>
        Gen.Select(Gen.Select(Gen.Int[0, 1000], Replacement).Array[1, 3], Gen.Int[0, 20], Gen.Int[0, 2000])
            .SampleAsync(async (mutations, cut, length) =>
            {
                var root = JsonNode.Parse(Valid)!;
                foreach (var (place, replacement) in mutations)
                    Mutate(root, place, JsonNode.Parse(replacement));
                var text = root.ToJsonString().Replace(HalfACharacter, @"\ud800", StringComparison.Ordinal);
                await AskAsync(cut == 0 ? text[..Math.Min(length, text.Length)] : text);
            }, iter: Fuzz.Times(2_000), threads: 1);

    private static async Task AskAsync(string answer)
    {
        var api = ApiOf(answer);
        try
        {
            await api.ValidateAsync("own", "theirs", allowExpired: true);
        }
        catch (KeystoneUnavailableException)
        {
        }
    }

    private static void Mutate(JsonNode root, int place, JsonNode? replacement)
    {
        var places = PlacesBelow(root).ToList();
        if (places.Count > 0)
            places[place % places.Count](replacement);
    }

    /// <summary>Every place of a value, as a way to put another one there.</summary>
    private static IEnumerable<Action<JsonNode?>> PlacesBelow(JsonNode? node) => node switch
    {
        JsonObject parent => parent.Select(child => child.Key).ToList()
            .SelectMany(key => PlacesBelow(parent[key]).Prepend(value => parent[key] = value)),
        JsonArray parent => Enumerable.Range(0, parent.Count)
            .SelectMany(index => PlacesBelow(parent[index]).Prepend(value => parent[index] = value)),
        _ => [],
    };

    private static KeystoneApi ApiOf(string answer) => new(
        new HttpClient(new Answering(answer)), Options.Create(new KeystoneOptions { Url = "http://127.0.0.1:5000" }), new FakeTimeProvider());

    private sealed class Answering(string body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            });
    }
}
