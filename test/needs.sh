#!/bin/bash
# What each suite needs of the machine, and the Debian packages that bring it. Sourced by run.

needs_of() {  # SUITE
  case $1 in
    publish) echo gcc /usr/include/zlib.h ;;
    scripts) echo shellcheck ;;
    dashboard) echo node npm ;;
    Migrations.BrowserTests) echo chromium /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf /usr/bin/keystone-wsgi-public ;;
    Migrations.FunctionalTests) echo /usr/bin/keystone-wsgi-public openstack ;;
    Migrations.LibvirtTests) echo libvirtd virsh qemu-system-x86_64 unshare ip python:libvirt ;;
    same-answers) echo python:json artifacts/aot/Migrations.Api ;;
    faults) echo python:json artifacts/aot/Migrations.Api mounts memory-groups /dev/loop-control mkfs.ext4 prlimit \
      /usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1 ;;
    kills | load | soak) echo python:json artifacts/aot/Migrations.Api ;;
    curl) echo python:json curl ;;
    openstack) echo python:json openstack ;;
    nova) echo python:json nova ;;
    sdk) echo python:openstack ;;
    tempest) echo python:tempest ;;
    readme) echo python:openstack curl jq openstack nova dotnet ;;
    proxy) echo python:json /usr/sbin/nginx /usr/sbin/haproxy openssl ;;
    container) echo python:json python:yaml bwrap setpriv nsenter curl /lib/x86_64-linux-gnu/libvirt.so.0 \
      /etc/ssl/certs/ca-certificates.crt libvirtd unshare ip ;;
    release) echo python:json artifacts/aot/Migrations.Api dh help2man fakeroot gcc jq systemd-nspawn dbus-daemon \
      /lib/x86_64-linux-gnu/libvirt.so.0 ;;
    metrics) echo python:json artifacts/aot/Migrations.Api prometheus promtool ;;
    package) echo python:json artifacts/aot/Migrations.Api dh help2man lintian fakeroot gcc systemd-nspawn dbus-daemon \
      ss man curl jq openstack libvirtd virsh qemu-system-x86_64 unshare ;;
  esac
}

package_of() {  # NEED
  case $1 in
    artifacts/*) ;;
    bwrap) echo bubblewrap ;;
    dbus-daemon) echo dbus ;;
    dh) echo debhelper dpkg-dev ;;
    /usr/bin/keystone-wsgi-public) echo python3-keystone ;;
    /etc/ssl/certs/ca-certificates.crt) echo ca-certificates ;;
    /lib/x86_64-linux-gnu/libvirt.so.0) echo libvirt0 ;;
    /usr/sbin/haproxy) echo haproxy ;;
    /usr/sbin/nginx) echo nginx ;;
    /usr/include/zlib.h) echo zlib1g-dev ;;
    /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf) echo fonts-dejavu-core ;;
    gcc) echo gcc libc6-dev ;;
    mkfs.ext4) echo e2fsprogs ;;
    memory-groups | mounts) ;;
    ip | ss) echo iproute2 ;;
    libvirtd) echo libvirt-daemon ;;
    man) echo man-db ;;
    /usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1) echo libfaketime ;;
    node) echo nodejs ;;
    nova) echo python3-novaclient ;;
    openstack) echo python3-openstackclient ;;
    python:json) echo python3 ;;
    python:libvirt) echo python3-libvirt ;;
    python:openstack) echo python3-openstacksdk ;;
    python:yaml) echo python3-yaml ;;
    python:tempest) echo python3-tempest ;;
    promtool) echo prometheus ;;
    qemu-system-x86_64) echo qemu-system-x86 ;;
    systemd-nspawn) echo systemd systemd-container ;;
    nsenter | prlimit | setpriv | unshare) echo util-linux ;;
    virsh) echo libvirt-clients ;;
    *) echo "$1" ;;
  esac
}

has() {  # NEED
  case $1 in
    memory-groups) [ -w /sys/fs/cgroup/memory ] || grep -qsw memory /sys/fs/cgroup/cgroup.subtree_control ;;
    mounts) unshare --mount true 2>/dev/null ;;
    python:*) /usr/bin/python3 -c "import ${1#python:}" 2>/dev/null ;;
    */*) [ -e "$1" ] ;;
    *) command -v "$1" >/dev/null ;;
  esac
}

# The needs of the suites that are not met.
missing() {  # SUITE...
  local suite need
  for suite; do
    for need in $(needs_of "$suite"); do
      has "$need" || echo "$need"
    done
  done | sort -u
}

# Installs what is missing, where that can be done.
install_missing() {  # SUITE...
  local need words packages=()
  for need in $(missing "$@"); do
    read -ra words < <(package_of "$need") || true
    packages+=("${words[@]}")
  done
  [ ${#packages[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 0
  echo "Installing ${packages[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${packages[@]}" >/dev/null
}
