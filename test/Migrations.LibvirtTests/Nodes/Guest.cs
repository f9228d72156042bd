using System.Diagnostics;

namespace Migrations.LibvirtTests.Nodes;

/// <summary>A server, started at the source. Disposing stops it wherever it runs.</summary>
internal sealed class Guest : IDisposable
{
    private static int _count;

    private readonly List<Process> _migrations = [];

    private Guest(string name) => Name = name;

    public string Name { get; }

    public Guid Uuid { get; } = Guid.NewGuid();

    public static Guest Start(bool withDisk = false, bool paused = false, bool persistent = false, bool ofNova = true)
    {
        var guest = new Guest($"guest-{Interlocked.Increment(ref _count)}");
        if (withDisk)
        {
            foreach (var node in new[] { TwoNodes.Source, TwoNodes.Destination })
                node.Shell($"truncate -s 64M /var/lib/libvirt/{guest.Name}.img");
            TwoNodes.Source.Shell($"head -c 64M /dev/urandom >/var/lib/libvirt/{guest.Name}.img");
        }

        var xml = TwoNodes.Source.PathOf($"{guest.Name}.xml");
        File.WriteAllText(xml, guest.ToXml(withDisk, ofNova));
        if (!persistent)
        {
            TwoNodes.Source.Virsh(["create", xml, .. paused ? ["--paused"] : Array.Empty<string>()]);
            return guest;
        }

        TwoNodes.Source.Virsh("define", xml);
        TwoNodes.Source.Virsh("start", guest.Name);
        return guest;
    }

    /// <summary>Lets a virsh of its own migrate it, slower than it changes unless told otherwise.</summary>
    public Process Migrate(int mebibytesPerSecond = 4, params IEnumerable<string> options)
    {
        var migration = Tool.Start("virsh", [
            "-q", "-c", TwoNodes.Source.Uri, "migrate", "--live", "--p2p", "--bandwidth", $"{mebibytesPerSecond}",
            .. options, Name, $"qemu+tcp://{TwoNodes.Destination.Address}/system",
        ]);
        _migrations.Add(migration);
        return migration;
    }

    /// <summary>Whether it executes: its serial port keeps counting seconds at this node.</summary>
    public async Task RunsAtAsync(Node node)
    {
        var before = node.Dots(this);
        await Eventually.IsTrueAsync($"{Name} runs at {node.Address}", () => node.Dots(this) > before);
    }

    /// <summary>Whether it executes at this node, and the other libvirtd does not know it.</summary>
    public async Task RunsOnlyAtAsync(Node node)
    {
        var other = node.Address == TwoNodes.Source.Address ? TwoNodes.Destination : TwoNodes.Source;
        await Eventually.SeesAsync($"{Name} is gone from {other.Address}", () => Task.FromResult(StateAt(other)), state => state == "gone");
        Assert.That(StateAt(node), Is.EqualTo("running"));
        await RunsAtAsync(node);
    }

    /// <summary>How fast libvirt may copy it, in MiB/s, from now on.</summary>
    public void Limit(int mebibytesPerSecond) => TwoNodes.Source.Virsh("migrate-setspeed", Name, $"{mebibytesPerSecond}");

    public string StateAt(Node node) => node.Virsh("list", "--all", "--name").Split('\n').Contains(Name)
        ? node.Virsh("domstate", Name).Trim()
        : "gone";

    public void Dispose()
    {
        Parallel.ForEach([TwoNodes.Source, TwoNodes.Destination], node =>
        {
            // A QEMU in post-copy does not listen, and libvirt waits ten seconds before it is as blunt.
            Forgive(() => node.SignalQemu(this, "KILL"));
            Forgive(() => node.Virsh("destroy", Name));
            Forgive(() => node.Virsh("undefine", Name));
        });
        foreach (var migration in _migrations)
        {
            migration.Kill();
            migration.Dispose();
        }
    }

    private static void Forgive(Action attempt)
    {
        try
        {
            attempt();
        }
        catch (InvalidOperationException)
        {
            // It was not there.
        }
    }

    private string ToXml(bool withDisk, bool ofNova) => $"""
        <domain type='qemu'>
          <name>{Name}</name>
          <uuid>{Uuid}</uuid>
          {(ofNova ? Metadata : "")}
          <memory unit='MiB'>32</memory>
          <vcpu>1</vcpu>
          <os>
            <type arch='x86_64' machine='pc'>hvm</type>
            <kernel>{TwoNodes.PathOf("guest.bin")}</kernel>
          </os>
          <on_poweroff>destroy</on_poweroff>
          <on_reboot>destroy</on_reboot>
          <on_crash>destroy</on_crash>
          <devices>
            {(withDisk ? Disk : "")}
            <controller type='usb' model='none'/>
            <serial type='file'><source path='/var/log/libvirt/{Name}.serial' append='on'/><target port='0'/></serial>
            <memballoon model='none'/>
          </devices>
        </domain>
        """;

    private string Metadata => $"""
        <metadata>
          <nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1">
            <nova:name>server of {Name}</nova:name>
            <nova:owner>
              <nova:user uuid="user-{Name}">alice</nova:user>
              <nova:project uuid="project-{Name}">demo</nova:project>
            </nova:owner>
          </nova:instance>
        </metadata>
        """;

    private string Disk => $"""
        <disk type='file' device='disk'>
          <driver name='qemu' type='raw' cache='none'/>
          <source file='/var/lib/libvirt/{Name}.img'/>
          <target dev='vda' bus='virtio'/>
        </disk>
        """;
}
