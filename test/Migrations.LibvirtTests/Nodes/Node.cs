using System.Globalization;

namespace Migrations.LibvirtTests.Nodes;

/// <summary>One libvirt node.</summary>
internal sealed class Node(string directory, string address)
{
    public string Address => address;

    public string Uri => $"qemu+unix:///system?socket={directory}/run/libvirt-sock";

    public string ReadOnlyUri => $"qemu+unix:///system?socket={directory}/run/libvirt-sock-ro";

    /// <summary>Leads to libvirtd's secrets only, as a mistake in the setting might.</summary>
    public string UriWithoutDomains => $"secret+unix:///system?socket={directory}/run/libvirt-sock";

    public string Virsh(params IEnumerable<string> arguments) => Tool.Run("virsh", ["-q", "-c", Uri, .. arguments]);

    /// <summary>A line of shell inside the node.</summary>
    public string Shell(string line) => Tool.Run(
        "nsenter", ["-t", File.ReadAllText($"{directory}/init").Trim(), "-m", "-p", "-n", "--", "sh", "-c", line]);

    public void SignalLibvirtd(string signal) => Shell($"kill -{signal} $(cat /run/libvirt/libvirtd.pid)");

    public void SignalQemu(Guest guest, string signal) => Shell($"kill -{signal} $(cat /run/libvirt/qemu/{guest.Name}.pid)");

    /// <summary>Kills libvirtd without warning; the guests run on.</summary>
    public void KillLibvirtd()
    {
        SignalLibvirtd("KILL");
        Shell("while kill -0 $(cat /run/libvirt/libvirtd.pid); do sleep 0.01; done 2>/dev/null");
    }

    public void StartLibvirtd() => Shell("libvirtd --daemon --listen --pid-file /run/libvirt/libvirtd.pid");

    /// <summary>How many of libvirtd's threads take requests.</summary>
    public void SetWorkers(int least, int most) => Tool.Run("virt-admin",
        "-c", $"libvirtd:///system?socket={directory}/run/libvirt-admin-sock",
        "srv-threadpool-set", "libvirtd", "--min-workers", $"{least}", "--max-workers", $"{most}");

    /// <summary>virsh's raw counters of a guest's job.</summary>
    public Dictionary<string, long> JobStats(Guest guest) => Virsh("domjobinfo", guest.Name, "--rawstats")
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Select(line => line.Split(':', StringSplitOptions.TrimEntries))
        .Where(pair => long.TryParse(pair[^1], CultureInfo.InvariantCulture, out _))
        .ToDictionary(pair => pair[0], pair => long.Parse(pair[^1], CultureInfo.InvariantCulture));

    /// <summary>What a guest's serial port has printed here: one dot a second while it runs.</summary>
    public int Dots(Guest guest) => File.Exists($"{directory}/log/{guest.Name}.serial")
        ? File.ReadAllText($"{directory}/log/{guest.Name}.serial").Length
        : 0;

    public string PathOf(string file) => $"{directory}/{file}";
}
