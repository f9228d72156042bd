"""The Debian package on a compute node with systemd and libvirtd, by nothing but the commands of the guide."""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import guide
from machine import REPOSITORY, Machine
from nodes import DOWNLOAD, PACKAGES, ComputeNode
from steps import main

PUBLISHED = Path(os.environ.get("MIGRATIONS_SERVICE", REPOSITORY / "artifacts/aot/Migrations.Api")).parent
OLDER = "0.9.0"
# Other programs leave traces of their own in some folders of /var.
OTHERS = "/var/(log|cache|tmp|lib/(systemd|dpkg|apt|PackageKit|libvirt|prometheus))"
FILES = (f"find /etc /usr /var /opt /home -xdev -regextype posix-extended -regex '{OTHERS}' -prune -o -print;"
         "getent passwd; getent group")

# A Keystone that is broken, and remembers what it was asked.
KEYSTONE = """
from http.server import BaseHTTPRequestHandler, HTTPServer
class Keystone(BaseHTTPRequestHandler):
    def do_POST(self):
        with open("/root/asked", "ab") as asked:
            asked.write(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_error(503)
HTTPServer(("127.0.0.1", 5000), Keystone).serve_forever()
"""


def run(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options).stdout


def build(source, folder):
    # Nobody waits for the smallest file.
    quick = os.environ | {"DPKG_DEB_COMPRESSOR_LEVEL": "1"}
    return Path(run(source / "deploy/deb/build", PUBLISHED, folder, stdin=subprocess.DEVNULL, env=quick).splitlines()[-1])


def build_older(folder):
    """The same program in a package of an older version, with another default configuration."""
    source = Path(folder) / "older"
    shutil.copytree(REPOSITORY / "deploy", source / "deploy")
    properties = (REPOSITORY / "Directory.Build.props").read_text()
    version = run(REPOSITORY / "deploy/version").strip()
    (source / "Directory.Build.props").write_text(properties.replace(f">{version}<", f">{OLDER}<"))
    changes = source / "deploy/CHANGELOG.md"
    changes.write_text(changes.read_text().replace(f"## {version} ", f"## {OLDER} "))
    settings = source / "deploy/settings/10-package.json"
    settings.write_text(settings.read_text().replace("{", '{\n  "Monitoring": { "Interval": "1s" },', 1))
    return build(source, folder)


class PackageTest(unittest.TestCase):
    """One story: each test begins where the one before has ended."""

    @classmethod
    def setUpClass(cls):
        folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="packages-"))
        cls.packages = {"older": build_older(folder), "new": build(REPOSITORY, folder)}
        (PACKAGES / "partial").mkdir(parents=True, exist_ok=True)  # apt makes no folder of another name
        run(*DOWNLOAD, stdin=subprocess.DEVNULL)
        cls.machine = cls.enterClassContext(Machine())
        cls.node = ComputeNode(cls.machine)
        cls.node.start_destination()
        cls.files_before = cls.machine.run(FILES)

    def follow(self, heading, *blocks):
        """Runs the commands that stand under a heading of the guide; what they print."""
        all_blocks = guide.commands(heading)
        return [self.machine.run(all_blocks[each]) for each in blocks or range(len(all_blocks))]

    def bring(self, which):
        """Puts a package into an otherwise empty folder, where the guide looks for it."""
        self.machine.run("rm -f *.deb")
        shutil.copy(self.packages[which], self.machine.path("/root"))

    def unit(self, name):
        return self.machine.run(f"systemctl show --property={name} --value migrations").strip()

    def get(self, path):
        printed = self.machine.run(
            f"curl -sf -H 'OpenStack-API-Version: compute 2.80' http://127.0.0.1:8774{path}")
        return json.loads(printed)

    def becomes(self, migration, status):
        self.machine.eventually(
            "curl -sf -H 'OpenStack-API-Version: compute 2.80' http://127.0.0.1:8774/v2.1/os-migrations "
            f"| jq -e '.migrations[] | select(.id == {migration} and .status == \"{status}\")'")

    def test_01_the_package_has_no_faults_that_lintian_knows(self):
        run("lintian", "--fail-on", "warning", self.packages["new"])

    def test_02_it_is_installed_and_runs(self):
        self.bring("older")
        _, looked = self.follow("Install", 0, 1)
        status, health = looked.rsplit("\n", 1)
        self.assertIn("Active: active (running)", status)
        self.assertEqual(json.loads(health)["status"], "Healthy")
        self.assertIn("Driver    libvirt", self.machine.run("journalctl --unit migrations"))

    def test_03_the_unit_is_correct_and_exposes_little(self):
        self.machine.run("systemd-analyze verify migrations.service")
        # In tenths: 2.0 of 10.
        self.machine.run("systemd-analyze security --threshold=20 migrations.service")
        self.assertEqual((self.unit("User"), self.unit("Type"), self.unit("StatusErrno")), ("migrations", "notify", "0"))

    def test_04_the_process_sees_and_may_do_little(self):
        process = self.unit("MainPID")
        status = dict(line.split(":\t", 1) for line in self.machine.run(f"cat /proc/{process}/status").splitlines())
        self.assertEqual((status["CapEff"], status["CapBnd"], status["NoNewPrivs"], status["Seccomp"]),
                         ("0" * 16, "0" * 16, "1", "2"))
        self.assertEqual(self.machine.run(f"ls /proc/{process}/root/run").split(), ["credentials", "libvirt", "systemd"])
        self.assertEqual(self.machine.run("stat -c '%U %a' /var/lib/migrations /var/lib/migrations/migrations.db"),
                         "migrations 700\nmigrations 600\n")

    def test_05_a_migration_is_shown_to_curl_and_to_openstack(self):
        server = self.node.start_server("one")
        self.node.migrate("one")
        self.becomes(1, "running")
        with_curl, with_openstack = self.follow("Look at migrations")
        migration, = json.loads(with_curl)["migrations"]
        self.assertEqual((migration["server_uuid"], migration["status"]), (str(server), "running"))
        self.assertGreater(migration["memory_total_bytes"], 32 << 20)
        self.assertIn(str(server), with_openstack)

    def test_06_a_migration_is_aborted(self):
        self.follow("Abort or force a migration", 0)
        self.becomes(1, "cancelled")
        self.assertTrue(self.node.runs("one"))

    def test_07_a_migration_is_forced_to_complete(self):
        self.node.migrate("one")
        self.becomes(2, "running")
        self.follow("Abort or force a migration", 1)
        self.becomes(2, "completed")
        self.assertFalse(self.node.runs("one"))

    def test_08_a_process_that_hangs_is_restarted(self):
        self.machine.run("mkdir -p /run/systemd/system/migrations.service.d; cd /run/systemd/system/migrations.service.d;"
                         "printf '[Service]\\nWatchdogSec=2s\\nRestartSec=100ms\\n' >soon.conf;"
                         "systemctl daemon-reload; systemctl restart migrations")
        hanging = self.unit("MainPID")
        self.machine.run(f"kill -STOP {hanging}")
        self.machine.eventually("[ $(systemctl show --property=NRestarts --value migrations) = 1 ] && "
                                "systemctl is-active migrations")
        self.assertNotEqual(self.unit("MainPID"), hanging)
        self.machine.run("rm -r /run/systemd/system/migrations.service.d; systemctl daemon-reload")

    def test_09_without_libvirtd_it_waits(self):
        self.machine.run("systemctl stop libvirtd.socket libvirtd-ro.socket libvirtd-admin.socket libvirtd.service")
        self.machine.run("systemctl restart migrations")
        self.assertIn("503", self.machine.run("curl -s -w '%{http_code}' http://127.0.0.1:8774/healthz/ready"))
        self.machine.run("systemctl start libvirtd.socket libvirtd.service")
        self.machine.eventually("curl -sf http://127.0.0.1:8774/healthz/ready")

    def test_10_a_setting_is_changed(self):
        self.assertIn("45d", self.follow("Settings")[0])
        self.assertEqual(self.unit("ActiveState"), "active")

    def test_11_the_policy_is_read_again(self):
        self.follow("Policy")
        self.machine.eventually("journalctl --unit migrations | grep 'policy in force' | grep -c . | grep -v '^1$'")

    def test_12_a_wrong_setting_is_named_and_not_tried_again(self):
        wrong = "/etc/migrations/settings.d/99-wrong.json"
        self.machine.run(f"echo '{{ \"Driver\": \"xen\" }}' >{wrong}")
        self.assertNotEqual(self.machine.run("systemctl restart migrations", check=False)[0], 0)
        self.assertEqual((self.unit("ExecMainStatus"), self.unit("ActiveState")), ("2", "failed"))
        self.assertIn(wrong, self.machine.run("journalctl --unit migrations --lines 20"))
        self.machine.run(f"rm {wrong}; systemctl start migrations")

    def test_13_it_serves_https_with_a_certificate_that_can_be_replaced(self):
        printed, = self.follow("Https")
        self.assertIn('"status":"Healthy"', printed)
        make = guide.commands("Https")[0].split("chgrp")[0]
        self.machine.run(make)
        self.follow("Policy", 0)
        self.machine.eventually("journalctl --unit migrations | grep -F '[5002]'")

    def test_14_keystone_is_asked_with_the_password_of_the_credential(self):
        self.machine.path("/root/keystone.py").write_text(KEYSTONE)
        self.machine.run("systemd-run --quiet --unit=keystone python3 /root/keystone.py")
        self.machine.eventually("ss --listening --tcp --numeric | grep 127.0.0.1:5000")
        self.follow("Keystone")
        self.machine.eventually(
            "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:8774/v2.1/servers | grep 401;"
            "curl -s -o /dev/null -w '%{http_code}' -H 'X-Auth-Token: t' http://127.0.0.1:8774/v2.1/servers | grep 503;"
            "grep the-password asked")
        self.assertEqual(self.machine.run("stat -c '%U %a' /etc/credstore/migrations.keystone-password"), "root 600\n")
        self.machine.run("rm /etc/migrations/settings.d/70-keystone.json; systemctl restart migrations")

    def test_15_a_backup_is_made_and_a_damaged_database_restored(self):
        before = self.get("/v2.1/os-migrations")
        self.assertEqual([each["status"] for each in before["migrations"]], ["completed", "cancelled"])
        self.assertIn("is a sound backup", self.follow("Backup")[0])
        self.machine.run("systemctl stop migrations; dd if=/dev/urandom of=/var/lib/migrations/migrations.db bs=4k count=2")
        self.assertNotEqual(self.machine.run("systemctl start migrations", check=False)[0], 0)
        self.assertEqual(self.unit("ExecMainStatus"), "1")
        self.assertIn("is sound", self.follow("Restore")[0])
        self.assertEqual(self.get("/v2.1/os-migrations"), before)

    def test_16_an_upgrade_keeps_data_and_settings(self):
        before = self.get("/v2.1/os-migrations")
        self.bring("new")
        printed, = self.follow("Upgrade")
        self.assertIn(f"Migrations {run(REPOSITORY / 'deploy/version')}", printed)
        self.assertIn("is ready", printed)
        self.assertEqual(self.get("/v2.1/os-migrations"), before)
        settings = self.machine.run("cat /etc/migrations/settings.d/*.json")
        self.assertIn("45d", settings)
        self.assertNotIn("Interval", settings)

    def test_17_a_downgrade_goes_on_with_the_backup(self):
        before = self.get("/v2.1/os-migrations")
        self.bring("older")
        self.follow("Downgrade")
        self.follow("Restore")
        self.assertIn(OLDER, self.machine.run("dpkg-query --show migrations"))
        self.assertEqual(self.get("/v2.1/os-migrations"), before)

    def test_18_the_log_has_a_number_for_each_entry(self):
        self.assertRegex(self.follow("Log")[0], r"\[\d{4}\]")

    def test_19_a_removal_keeps_data_and_settings(self):
        self.follow("Remove", 0)
        self.machine.run("test -e /var/lib/migrations/migrations.db -a -e /etc/migrations/settings.d/50-site.json")
        self.assertEqual(self.machine.run("systemctl is-active migrations", check=False)[0], 3)

    def test_20_a_purge_leaves_no_trace(self):
        self.follow("Remove", 1)
        self.machine.run("rmdir /etc/credstore; rm -r /var/backups/migrations")
        left = set(self.machine.run(FILES).splitlines()) - set(self.files_before.splitlines())
        self.assertEqual(sorted(left), [])


if __name__ == "__main__":
    main(is_story=True)
