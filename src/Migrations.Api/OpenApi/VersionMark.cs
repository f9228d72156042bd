using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using Migrations.Api.Microversions;

namespace Migrations.Api.OpenApi;

/// <summary>The extension by which OpenStack's own documents say which microversion brought something.</summary>
internal static class VersionMark
{
    public const string Name = "x-openstack";

    public static JsonNodeExtension Of(Microversion since) => new(new JsonObject { ["min-ver"] = since.ToString() });
}
