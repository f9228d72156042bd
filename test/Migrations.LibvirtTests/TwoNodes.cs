using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests;

/// <summary>The two nodes that all tests share, started by the first that asks; see Nodes/two-nodes.sh.</summary>
[SetUpFixture]
internal sealed class TwoNodes
{
    private static string? _directory;
    private static NodesScript? _script;

    public static Node Source => new(Path.Combine(_directory!, "source"), "127.0.0.2");

    public static Node Destination => new(Path.Combine(_directory!, "destination"), "127.0.0.3");

    /// <summary>A file that comes with the nodes.</summary>
    public static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Nodes", name);

    /// <summary>Starts the nodes. Where that cannot be, the tests are passed over, or fail if they must run.</summary>
    public static async Task RequireAsync()
    {
        if (_script is not null)
            return;
        if (Missing() is { } missing)
        {
            if (MustRun)
                Assert.Fail($"The libvirt tests must run here, but {missing}.");
            Assert.Ignore($"No libvirt tests: {missing}.");
        }

        _directory = Directory.CreateTempSubdirectory("libvirt-nodes-").FullName;
        _script = await NodesScript.StartAsync(PathOf("two-nodes.sh"), _directory);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_script is null)
            return;
        await _script.StopAsync();
        Directory.Delete(_directory!, recursive: true);
    }

    /// <summary>Whether tests that cannot run fail, rather than being passed over.</summary>
    public static bool MustRun => Environment.GetEnvironmentVariable("CI") == "true"
        || Environment.GetEnvironmentVariable("MIGRATIONS_REQUIRE_LIBVIRT") == "1";

    private static string? Missing()
    {
        string[] programs = ["bash", "unshare", "nsenter", "ip", "libvirtd", "virsh", "virt-admin", "qemu-system-x86_64"];
        if (!Environment.IsPrivilegedProcess)
            return "they need root";
        return Array.Find(programs, program => !Tool.Exists(program)) is { } program ? $"{program} is not installed" : null;
    }
}
