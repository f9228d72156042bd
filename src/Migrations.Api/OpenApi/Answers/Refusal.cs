using Migrations.Api.Faults;

namespace Migrations.Api.OpenApi.Answers;

/// <summary>A way in which a call is refused.</summary>
/// <param name="When">The reason in a few words; names the example.</param>
/// <param name="Fault">What the service then answers.</param>
internal sealed record Refusal(string When, Fault Fault)
{
    public static Refusal Of(string when, MigrationFault fault) => new(when, Fault.Of(fault));
}
