namespace Migrations.Benchmarks.Http;

/// <summary>A scenario of the fake hypervisor: one migration fails after a second, three never converge.</summary>
internal static class FourMigrations
{
    /// <param name="call">How the hypervisor treats one kind of call, in JSON.</param>
    public static string Scenario(string call) => $$"""
        {
          "servers": [{{string.Join(",", Enumerable.Range(0, 4).Select(Server))}}],
          "calls": [{{call}}]
        }
        """;

    public static string PathOf(int server) => $"v2.1/servers/{Uuid(server)}/migrations";

    private static Guid Uuid(int server) => new(server + 1, 0, 0, new byte[8]);

    private static string Server(int number) => $$"""
        {
          "name": "s-{{number}}",
          "uuid": "{{Uuid(number)}}",
          "projectId": "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e",
          "userId": "8f0e1d2c3b4a59687f6e5d4c3b2a1908",
          "memoryMiB": 4096,
          "dirtyMiBPerSecond": 1000,
          "bandwidthMiBPerSecond": 200,
          {{(number == 0 ? """ "fails": { "phase": "preCopy", "afterSeconds": 1, "reason": "broken" }, """ : "")}}
          "migrates": { "afterSeconds": 0 }
        }
        """;
}
