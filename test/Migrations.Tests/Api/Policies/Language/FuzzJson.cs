using System.Text.Json.Serialization;

namespace Migrations.Tests.Api.Policies.Language;

[JsonSerializable(typeof(string))]
internal sealed partial class FuzzJson : JsonSerializerContext;
