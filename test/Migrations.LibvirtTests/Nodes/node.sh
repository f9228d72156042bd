#!/bin/bash
# node.sh DIRECTORY ADDRESS: process 1 of a node; see two-nodes.sh.
set -eu
directory=$1 address=$2

# Seen through the machine's own /proc, this is the pid by which the node can be entered from outside.
read -r pid _ </proc/self/stat
echo "$pid" >"$directory/init"
mount --make-rprivate /
mount -t proc proc /proc
ip link set lo up

# libvirt's fixed paths lead into the directory; an empty /var/lib, /var/log, /var/cache and /run hide the machine's.
for place in etc run var/lib var/log var/cache; do
  mkdir -p "$directory/${place##*/}"
  [ $place = etc ] || { mount -t tmpfs tmpfs /$place; mkdir /$place/libvirt; }
  mount --bind "$directory/${place##*/}" /$place/libvirt
done

# libvirtd does not start unless these exist.
{ cat /etc/passwd; echo 'libvirt-qemu:x:64055:64055::/nonexistent:/usr/sbin/nologin'; } >"$directory/passwd"
{ cat /etc/group; echo 'libvirt-qemu:x:64055:'; echo 'kvm:x:64056:'; } >"$directory/group"
mount --bind "$directory/passwd" /etc/passwd
mount --bind "$directory/group" /etc/group

cat >/etc/libvirt/libvirtd.conf <<C
host_uuid = "$(cat /proc/sys/kernel/random/uuid)"
listen_tls = 0
listen_tcp = 1
listen_addr = "$address"
auth_tcp = "none"
auth_unix_ro = "none"
auth_unix_rw = "none"
min_workers = 20
max_workers = 40
log_outputs = "2:file:/var/log/libvirt/libvirtd.log"
C
cat >/etc/libvirt/qemu.conf <<C
user = "root"
group = "root"
dynamic_ownership = 0
remember_owner = 0
security_driver = "none"
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
migration_address = "$address"
migration_host = "$address"
migration_port_max = 49999
C
libvirtd --daemon --listen --pid-file /run/libvirt/libvirtd.pid
touch "$directory/ready"

# Process 1 reaps what QEMU leaves behind; libvirt waits for that when it stops a guest.
while :; do
  sleep 3600 &
  wait $!
done
