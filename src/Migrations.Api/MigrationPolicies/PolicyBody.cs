using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Migrations.Api.Python;

namespace Migrations.Api.MigrationPolicies;

/// <summary>What was set for one migration; null where the settings of the service hold.</summary>
public sealed class PolicyBody(EndingTerms terms)
{
    /// <summary>How long the migration may take, in seconds from the beginning of its job; 0 for as long as it takes.</summary>
    public double? DeadlineSeconds { get; } = terms.Deadline?.TotalSeconds;

    /// <summary>What is then done to it: abort or force_complete.</summary>
    public string? Action { get; } = terms.Action?.WireName;

    /// <summary>How long the server may be paused at the end, in milliseconds.</summary>
    public double? MaxDowntimeMilliseconds { get; } = terms.MaxDowntime?.TotalMilliseconds;

    /// <summary>The highest speed of the copy, in MiB per second.</summary>
    public long? BandwidthMebibytesPerSecond { get; } = terms.MebibytesPerSecond;
}

/// <summary>The answer of show and set.</summary>
public sealed record PolicyShowBody(PolicyBody Policy);

/// <summary>Source-generated writers of the bodies, nulls included.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(PolicyShowBody))]
internal sealed partial class PolicyJson : JsonSerializerContext;

/// <summary>The body that sets a policy.</summary>
internal static class PolicyRequest
{
    private const string Policy = "policy";
    private const string Deadline = "deadline_seconds";
    private const string Action = "action";
    private const string MaxDowntime = "max_downtime_milliseconds";
    private const string Bandwidth = "bandwidth_mebibytes_per_second";

    /// <summary>A year: far beyond any migration, and within every type that counts it.</summary>
    private const long MaxSeconds = 31_536_000;

    public static PythonSchema Schema { get; } = new(PythonSchema.Object)
    {
        Members =
        [
            new(Policy, new PythonSchema(PythonSchema.Object)
            {
                Members =
                [
                    Number(Deadline, 0, MaxSeconds, "Seconds from the beginning of the job after which it is ended; 0 for as long as it takes."),
                    new(Action, new PythonSchema(PythonSchema.String, PythonSchema.Null)
                    {
                        Values = [.. Enum.GetValues<CommandKind>().Select(kind => new PythonValue.Str(kind.WireName)), new PythonValue.None()],
                    }, "What is then done to it.", IsRequired: false),
                    Number(MaxDowntime, 1, 60_000, "How long the server may be paused at the end, in milliseconds; allowed at once."),
                    Number(Bandwidth, 1, 1_000_000, "The highest speed of the copy, in MiB per second."),
                ],
            }, "What is left out, or null, is as the settings say."),
        ],
    };

    public static JsonNode Example => new JsonObject { [Policy] = new JsonObject { [Deadline] = 600, [Action] = "force_complete", [MaxDowntime] = 800 } };

    /// <param name="body">A body that fits the schema.</param>
    public static EndingTerms Read(PythonValue body)
    {
        var members = ((PythonValue.Dict)((PythonValue.Dict)body).Items[Policy]).Items;
        return new EndingTerms
        {
            Deadline = NumberIn(members, Deadline) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Action = members.GetValueOrDefault(Action) is PythonValue.Str action ? CommandKinds.FromWireName(action.Value) : null,
            MaxDowntime = NumberIn(members, MaxDowntime) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            MebibytesPerSecond = NumberIn(members, Bandwidth),
        };
    }

    private static SchemaMember Number(string name, long least, long most, string meaning) => new(
        name, new PythonSchema(PythonSchema.Integer, PythonSchema.Null) { Minimum = least, Maximum = most }, meaning, IsRequired: false);

    private static long? NumberIn(OrderedDictionary<string, PythonValue> members, string name) =>
        members.GetValueOrDefault(name) is PythonValue.Int number ? long.Parse(number.Digits, CultureInfo.InvariantCulture) : null;
}
