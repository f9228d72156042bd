using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Migrations.Api.Wire;

namespace Migrations.Api.Calls;

/// <summary>Finds the version that a request asks for, and says in the answer which one it got.</summary>
internal static class Negotiation
{
    public const string Header = "OpenStack-API-Version";
    public const string LegacyHeader = "X-OpenStack-Nova-API-Version";
    private const string Service = "compute";
    private static readonly StringValues Vary = new([Header, LegacyHeader]);

    /// <summary>The usual form of the header and of its answer, by version. It costs a quarter of what reading and writing them costs.</summary>
    private static readonly FrozenDictionary<string, (Microversion Version, string Number)> Usual = Enumerable
        .Range(Microversion.Minimum.Minor, Microversion.Maximum.Minor)
        .Select(minor => new Microversion(Microversion.Minimum.Major, minor))
        .ToFrozenDictionary(version => $"{Service} {version}", version => (version, version.ToString()));

    /// <summary>Reads the version and sets the version headers; malformed is 400, unsupported 406 with the version echoed.</summary>
    public static Fault? Negotiate(HttpContext context, out Microversion version)
    {
        if (context.Request.Headers[Header] is [{ } header] && Usual.TryGetValue(header, out var usual))
        {
            version = usual.Version;
            Announce(context.Response.Headers, header, usual.Number);
            return null;
        }

        version = Microversion.Minimum;
        switch (Requested(context.Request.Headers))
        {
            case null:
                break;
            case "latest":
                version = Microversion.Maximum;
                break;
            case var text when Microversion.Parse(text) is { } parsed:
                version = parsed;
                if (parsed >= Microversion.Minimum && parsed <= Microversion.Maximum)
                    break;
                Announce(context.Response.Headers, $"{Service} {text}", text);
                return new Fault(406, $"Version {text} is not supported by the API. "
                    + $"Minimum is {Microversion.Minimum} and maximum is {Microversion.Maximum}.");
            case var text:
                return Fault.BadRequest(
                    $"API Version String {text} is of invalid format. Must be of format MajorNum.MinorNum.");
        }
        Announce(context.Response.Headers, $"{Service} {version}", version.ToString());
        return null;
    }

    /// <summary>Whether a request names a version of compute; otherwise the oldest is meant.</summary>
    public static bool IsVersionNamed(IHeaderDictionary headers) => Requested(headers) is not null;

    /// <summary>What is refused, for the API document.</summary>
    public static IEnumerable<Refusal> Refusals =>
    [
        new("The version is malformed", Refused("2")),
        new("The version is not supported", Refused("2.999")),
    ];

    private static Fault Refused(string version)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[LegacyHeader] = version;
        return Negotiate(context, out _)!;
    }

    /// <summary>The last version named for compute; else, if that header names none, the last of the legacy header.</summary>
    private static string? Requested(IHeaderDictionary headers)
    {
        string? version = null;
        foreach (var entry in headers[Header].ToString().Split(','))
        {
            var words = entry.Trim().Split((char[]?)null, 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && words[0].Equals(Service, StringComparison.OrdinalIgnoreCase))
                version = words[1];
        }
        return version ?? (headers.TryGetValue(LegacyHeader, out var legacy) ? legacy.ToString().Split(',')[^1].Trim() : null);
    }

    private static void Announce(IHeaderDictionary headers, string version, string number)
    {
        headers[Header] = version;
        headers[LegacyHeader] = number;
        headers.Vary = Vary;
    }
}
