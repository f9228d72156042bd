"""A release, made twice: its parts say one version, its bytes are the same, and the tarball runs as the guide says."""

import json
import os
import re
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as xml
from pathlib import Path

import guide
from machine import REPOSITORY, Machine
from steps import main

PUBLISHED = Path(os.environ.get("MIGRATIONS_SERVICE", REPOSITORY / "artifacts/aot/Migrations.Api")).parent


def run(*command, **options):
    return subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, **options).stdout


def references():
    """The packages that the service's projects name and ship, with their pinned versions."""
    pinned = {each.get("Include"): each.get("Version")
              for each in xml.parse(REPOSITORY / "src/Directory.Packages.props").iter("PackageVersion")}
    names = {each.get("Include") for project in (REPOSITORY / "src").glob("*/*.csproj")
             for each in xml.parse(project).iter("PackageReference") if each.get("PrivateAssets") is None}
    return {(name, pinned[name]) for name in names}


class ReleaseTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="release-")))
        cls.version = run(REPOSITORY / "deploy/version").strip()
        quick = os.environ | {"DPKG_DEB_COMPRESSOR_LEVEL": "1"}
        for name in "first", "second":
            run(REPOSITORY / "deploy/release", cls.folder / name, PUBLISHED, env=quick)
        cls.release = cls.folder / "first"
        cls.tarball, = cls.release.glob(f"migrations-{cls.version}-linux-*.tar.gz")

    def test_two_releases_have_the_same_bytes(self):
        for file in sorted(self.release.iterdir()):
            with self.subTest(file.name):
                self.assertEqual(file.read_bytes(), (self.folder / "second" / file.name).read_bytes())
        self.assertEqual(len(list(self.release.iterdir())), 5)

    def test_checksums_are_right_and_of_everything(self):
        checked = run("sha256sum", "--check", "SHA256SUMS", cwd=self.release)
        others = {each.name for each in self.release.iterdir()} - {"SHA256SUMS"}
        self.assertEqual({line.split(":")[0] for line in checked.splitlines()}, others)

    def test_every_part_has_the_version(self):
        self.assertEqual(run(PUBLISHED / "Migrations.Api", "--version"), f"Migrations {self.version}\n")
        package, = self.release.glob("*.deb")
        self.assertEqual(run("dpkg-deb", "--field", package, "Version"), f"{self.version}\n")
        self.assertEqual(self.bill()["metadata"]["component"]["version"], self.version)

    def test_the_changes_are_those_of_this_version(self):
        section = re.search(rf"^## {re.escape(self.version)} \(.+\)\n(.*?)(?=^## |\Z)",
                            (REPOSITORY / "deploy/CHANGELOG.md").read_text(), re.MULTILINE | re.DOTALL)
        self.assertEqual((self.release / "CHANGES.md").read_text().strip(), section[1].strip())

    def test_the_bill_names_what_is_shipped_with_versions_and_licences(self):
        bill = self.bill()
        self.assertEqual(bill["bomFormat"], "CycloneDX")
        components = bill["components"]
        self.assertLessEqual(references(), {(each["name"], each["version"]) for each in components})
        self.assertNotIn("Microsoft.CodeAnalysis.BannedApiAnalyzers", {each["name"] for each in components})
        self.assertEqual([each["name"] for each in components if not each.get("purl")], [])
        # SQLite is in the public domain, and its package names no licence.
        self.assertEqual([each["name"] for each in components if not each.get("licenses")], ["SQLite"])
        self.assertEqual(len([each for each in components if each["type"] == "framework"]), 2)

    def test_the_tarball_runs_as_the_guide_says(self):
        with Machine() as machine:
            machine.path(f"/root/{self.tarball.name}").write_bytes(self.tarball.read_bytes())
            machine.run(guide.commands("Install")[2])
            self.assertEqual(machine.run("systemctl is-active migrations"), "active\n")
            _, health = machine.run("/usr/sbin/migrations --settings=/etc/migrations/settings.d --health live", check=False)
            self.assertIn("is live", health)

    def bill(self):
        return json.loads((self.release / f"migrations-{self.version}.cdx.json").read_text())


if __name__ == "__main__":
    main()
