using System.Text.Json.Serialization;

namespace Migrations.Tests.Policies.Language;

[JsonSerializable(typeof(string))]
internal sealed partial class FuzzJson : JsonSerializerContext;
