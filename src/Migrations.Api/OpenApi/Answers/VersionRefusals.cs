using Migrations.Api.Faults;
using Migrations.Api.Microversions;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>What negotiation refuses, in its own words.</summary>
internal static class VersionRefusals
{
    private static readonly string[] WithoutVersions = ["listVersions", "checkLive", "checkReady"];

    public static IEnumerable<Refusal> Of(string? operation) => WithoutVersions.Contains(operation)
        ? []
        :
        [
            new("The version is malformed", Refused("2")),
            new("The version is not supported", Refused("2.999")),
        ];

    private static Fault Refused(string version)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers[Negotiation.LegacyHeader] = version;
        return Negotiation.Negotiate(context, out _)!;
    }
}
