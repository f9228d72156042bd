using System.Text;
using Migrations.FunctionalTests.Golden;
using Migrations.FunctionalTests.Http;

namespace Migrations.FunctionalTests.Robustness;

/// <summary>Makes requests out of recorded ones by damaging them.</summary>
internal sealed class RequestMutations(int seed)
{
    private static readonly GoldenCase[] Recorded = [.. GoldenCase.Read("cases.jsonl")];
    private static readonly string[] Methods = ["GET", "POST", "DELETE", "PUT", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"];
    private static readonly string[] Pieces =
        ["/", "//", "%2F", "%00", "%ff", "%E2%98%83", "..", "%2e%2e", ";x=1", "?", "&limit=1", "?foo=bar", ".json", "%", "%zz", "'", "\\", "?name=(", "?name=%28a%7C%29%2A", "&sort_key=id", "?marker=x", "?status=%00", "?changes-since=1", "&&", "=", "SERVERS", "migrations", "action", "-1", "9999999999999999999", "é"];
    private static readonly string[] Values =
        ["", " ", "2.80", "latest", "compute 2.80", "compute 2.999", "compute,,", "9999999999.1", "2.1,2.22", "\t", "é", "identity 3", "a/b", "text/html", "application/json", "application/xml", "*/*", "\u0001"];
    private static readonly string[] Names =
        ["OpenStack-API-Version", "X-OpenStack-Nova-API-Version", "Content-Type", "Accept", "X-Auth-Token", "X-OpenStack-Request-ID", "Range", "Expect", "Cookie"];

    private readonly Random _random = new(seed);

    public RawRequest Next()
    {
        var recorded = Recorded[_random.Next(Recorded.Length)];
        return new RawRequest(Sometimes(6) ? Pick(Methods) : recorded.Method, Path(recorded.Path))
        {
            Headers = [("X-Auth-Token", recorded.Token), .. recorded.Headers.Concat(OddHeaders())],
            Body = Body(recorded.Body),
        };
    }

    private string Path(string path)
    {
        while (Sometimes(2))
        {
            var at = _random.Next(1, path.Length + 1);
            path = _random.Next(3) switch
            {
                0 => path.Insert(at, Pick(Pieces)),
                1 => path.Remove(at - 1, Math.Min(_random.Next(1, 6), path.Length - at + 1)) is { Length: > 0 } rest && rest[0] == '/' ? rest : path,
                _ => path[..at] + char.ToUpperInvariant(path[at - 1]) + path[at..],
            };
        }
        return path;
    }

    private IEnumerable<(string Name, string Value)> OddHeaders()
    {
        while (Sometimes(3))
            yield return (Pick(Names), Pick(Values));
    }

    private byte[]? Body(string? recorded)
    {
        if (recorded is null && !Sometimes(5))
            return null;
        var body = Encoding.UTF8.GetBytes(recorded ?? "{\"force_complete\": null}");
        while (Sometimes(2) && body.Length > 0)
            switch (_random.Next(3))
            {
                case 0:
                    body[_random.Next(body.Length)] = (byte)_random.Next(256);
                    break;
                case 1:
                    body = body[..^_random.Next(1, body.Length + 1)];
                    break;
                default:
                    body = [.. body, .. body];
                    break;
            }
        return body;
    }

    private bool Sometimes(int oneIn) => _random.Next(oneIn) == 0;

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];
}
