#!/bin/bash
# two-nodes.sh DIRECTORY: two libvirt nodes, source and destination, until standard input ends.
#
# A node has mounts and processes of its own, both share a network of their own: the machine's files, processes and
# ports stay as they are. All state is in DIRECTORY/source and DIRECTORY/destination, and libvirtd is reached through
# its sockets there. Prints "ready" when both answer. Closing standard input, or killing this script, ends it all.
set -eu
cd "$(dirname "$0")"
directory=$1
nodes=()

finish() {
  for node in "${nodes[@]}"; do kill -9 "$node" 2>/dev/null || true; done
  wait 2>/dev/null
}
trap finish EXIT
trap 'exit 1' INT TERM

start() {  # NAME ADDRESS COMMAND...
  local name=$1 address=$2
  shift 2
  mkdir -p "$directory/$name"
  "$@" unshare --mount --pid --fork --kill-child ./node.sh "$directory/$name" "$address" \
    </dev/null >"$directory/$name/node.log" 2>&1 &
  nodes+=($!)
  until [ -e "$directory/$name/ready" ]; do
    kill -0 $! 2>/dev/null || { cat "$directory/$name/node.log" "$directory/$name"/log/*.log >&2; exit 1; }
    sleep 0.02
  done
}

start source 127.0.0.2 unshare --net
start destination 127.0.0.3 nsenter --net="/proc/$(cat "$directory/source/init")/ns/net"
echo ready
cat >/dev/null
