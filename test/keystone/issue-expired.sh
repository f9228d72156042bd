#!/usr/bin/env bash
# issue-expired.sh FOLDER USER PROJECT: prints a token of the user that has just expired.
set -eu
OS_KEYSTONE_CONFIG_FILES="$1/keystone.conf;$1/short.conf" exec /usr/bin/python3 "$(dirname "$0")/issue_expired.py" "$2" "$3"
