using Migrations.LibvirtTests.Nodes;

namespace Migrations.LibvirtTests;

/// <summary>The two nodes that all tests share, started by the first that asks; see Nodes/two-nodes.sh.</summary>
[SetUpFixture]
internal sealed class TwoNodes
{
    private static readonly (string Program, string Package)[] Programs =
    [
        ("bash", "bash"), ("unshare", "util-linux"), ("nsenter", "util-linux"), ("ip", "iproute2"),
        ("libvirtd", "libvirt-daemon"), ("virsh", "libvirt-clients"), ("virt-admin", "libvirt-clients"),
        ("qemu-system-x86_64", "qemu-system-x86"),
    ];

    private static NodesScript? _script;

    public static Node Source => _script!.Source;

    public static Node Destination => _script!.Destination;

    /// <summary>A file that comes with the nodes.</summary>
    public static string PathOf(string name) => Path.Combine(TestContext.CurrentContext.TestDirectory, "Nodes", name);

    /// <summary>Starts the nodes, where they are not up.</summary>
    public static async Task RequireAsync()
    {
        if (_script is not null)
            return;
        Requirement.Root();
        foreach (var (program, package) in Programs)
            Requirement.Program(program, package);
        _script = await NodesScript.StartAsync(PathOf("two-nodes.sh"));
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        if (_script is not null)
            await _script.DisposeAsync();
    }
}
