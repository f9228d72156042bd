"""A compute node's libvirtd in a machine, and a second node to which servers can migrate."""

from uuid import uuid4

from machine import REPOSITORY

PACKAGES = REPOSITORY / "artifacts/node-packages"
DESTINATION = "127.0.0.3"
# QEMU runs without what a machine inside a machine cannot give it.
QEMU = """
user = "root"
group = "root"
security_driver = "none"
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
"""
DOMAIN = """<domain type='qemu'>
  <name>{name}</name>
  <uuid>{uuid}</uuid>
  <metadata>
    <nova:instance xmlns:nova="http://openstack.org/xmlns/libvirt/nova/1.1"><nova:name>{name}</nova:name></nova:instance>
  </metadata>
  <memory unit='MiB'>32</memory>
  <vcpu>1</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <kernel>/repository/test/Migrations.LibvirtTests/Nodes/guest.bin</kernel>
  </os>
  <devices>
    <controller type='usb' model='none'/>
    <serial type='file'><source path='/var/log/libvirt/{name}.serial' append='on'/><target port='0'/></serial>
    <memballoon model='none'/>
  </devices>
</domain>
"""
DOWNLOAD = ["apt-get", "install", "--download-only", "-qq", "-y", "--no-install-recommends",
            "-o", f"Dir::Cache::archives={PACKAGES}", "libvirt-daemon-system"]


class ComputeNode:
    """libvirtd as Debian installs it, in a machine."""

    def __init__(self, machine):
        self._machine = machine
        machine.run("dpkg --install /repository/artifacts/node-packages/*.deb", seconds=300)
        machine.path("/etc/libvirt/qemu.conf").write_text(QEMU)
        machine.run("systemctl restart libvirtd")

    def start_destination(self):
        node = f"cd /repository/test/Migrations.LibvirtTests/Nodes; exec ./node.sh /srv/destination {DESTINATION}"
        self._machine.run("mkdir /srv/destination; systemd-run --quiet --unit=destination "
                          f"unshare --mount --pid --fork --kill-child bash -c '{node}'")
        self._machine.eventually(f"virsh -q -c qemu+tcp://{DESTINATION}/system version")

    def start_server(self, name):
        """Its id."""
        uuid = uuid4()
        xml = self._machine.path(f"/root/{name}.xml")
        xml.write_text(DOMAIN.format(name=name, uuid=uuid))
        self._machine.run(f"virsh -q create {name}.xml")
        return uuid

    def migrate(self, name):
        """Begins a migration that is slower than the server's memory changes."""
        self._machine.run("systemd-run --quiet virsh migrate --live --p2p --bandwidth 4 "
                          f"{name} qemu+tcp://{DESTINATION}/system")

    def runs(self, name):
        return name in self._machine.run("virsh -q list --name").split()
