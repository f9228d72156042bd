using System.Globalization;

namespace Migrations.BrowserTests;

/// <summary>Servers for scenarios of the fake hypervisor.</summary>
internal static class FakeServers
{
    /// <summary>Dirties its memory faster than it can be copied: only a command ends its migration.</summary>
    public static string Stalling(string name, int number = 1, bool postCopy = false) => Migrating(name, number,
        $$""" "memoryMiB": 1024, "workingSetMiB": 512, "dirtyMiBPerSecond": 900, "bandwidthMiBPerSecond": 200, "postCopy": {{(postCopy ? "true" : "false")}} """);

    /// <summary>Is copied in a minute or two.</summary>
    public static string Converging(string name, int number = 1) => Migrating(name, number,
        """ "memoryMiB": 16384, "workingSetMiB": 4096, "dirtyMiBPerSecond": 40, "bandwidthMiBPerSecond": 200 """);

    private static string Migrating(string name, int number, string properties) => string.Create(CultureInfo.InvariantCulture, $$"""
        { "name": "{{name}}", "uuid": "2f1e0c58-7a5d-4c1b-9d0e-{{number:D12}}", "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
          "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908", "migrates": { "afterSeconds": 0 }, {{properties}} }
        """);
}
