#!/usr/bin/env bash
# serve.sh FOLDER: runs the Keystone that ./create.sh has made there, until it is killed.
set -eu
export OS_KEYSTONE_CONFIG_FILES="$1/keystone.conf"
exec /usr/bin/python3 /usr/bin/keystone-wsgi-public --host 127.0.0.1 --port "$(cat "$1/port")" > "$1/serve.log" 2>&1
