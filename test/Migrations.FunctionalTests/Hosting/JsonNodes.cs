using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Migrations.FunctionalTests.Hosting;

[JsonSerializable(typeof(JsonNode))]
internal sealed partial class JsonNodes : JsonSerializerContext;
