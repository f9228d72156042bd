#!/usr/bin/env bash
# create.sh FOLDER PORT COMPUTE_URL: makes a Keystone in an empty folder that listens on loopback once ./serve.sh is run.
# Users admin, manager, member and reader of project "work", outsider of project "other", and the service user
# "migrations" of project "service". The password of each is "secret of NAME". The catalog's compute service is at COMPUTE_URL.
set -eu
folder=$(realpath "$1") port=$2 compute=$3
cat > "$folder/keystone.conf" <<EOF
[DEFAULT]
log_file = $folder/keystone.log
[database]
connection = sqlite:///$folder/keystone.db
sqlite_synchronous = false
[token]
provider = fernet
[fernet_tokens]
key_repository = $folder/fernet-keys
[credential]
key_repository = $folder/credential-keys
[fernet_receipts]
key_repository = $folder/fernet-keys
EOF
printf '[token]\nexpiration = 1\n' > "$folder/short.conf"
echo "$port" > "$folder/port"

manage() { keystone-manage --config-file "$folder/keystone.conf" "$@" >> "$folder/manage.log" 2>&1 || { cat "$folder/manage.log" >&2; exit 1; }; }
manage db_sync
# Keystone keeps readers open while it writes, which SQLite allows in this mode only.
/usr/bin/python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode = WAL")' "$folder/keystone.db"
manage fernet_setup --keystone-user "$(id -un)" --keystone-group "$(id -gn)"
manage bootstrap --bootstrap-password 'secret of admin' --bootstrap-project-name work --bootstrap-region-id RegionOne \
    --bootstrap-public-url "http://127.0.0.1:$port/v3" --bootstrap-internal-url "http://127.0.0.1:$port/v3"
OS_KEYSTONE_CONFIG_FILES="$folder/keystone.conf" /usr/bin/python3 "$(dirname "$0")/populate.py" "$compute"
