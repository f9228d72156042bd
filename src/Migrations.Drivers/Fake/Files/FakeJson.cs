using System.Text.Json;
using System.Text.Json.Serialization;
using Migrations.Drivers.Fake.Scenarios;

namespace Migrations.Drivers.Fake.Files;

/// <summary>How scenarios and saved worlds are written in JSON: strictly, so that a typing mistake is an error.</summary>
[JsonSourceGenerationOptions(
    AllowDuplicateProperties = false,
    AllowTrailingCommas = true,
    Converters =
    [
        typeof(NamedEnum<ServerState>), typeof(NamedEnum<JobPhase>), typeof(NamedEnum<JobResult>),
        typeof(NamedEnum<DriverErrorKind>), typeof(NamedEnum<HypervisorCall>), typeof(NamedEnum<PreCheck>),
    ],
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Scenario))]
[JsonSerializable(typeof(SavedWorld))]
internal sealed partial class FakeJson : JsonSerializerContext;

/// <summary>Writes an enum by its name in camel case, never by its number.</summary>
internal sealed class NamedEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
