"""The image, the compose file and the Kubernetes manifests, run and checked without an engine."""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

import yaml

from image import DOCKERFILE, OPEN, Container, Image, instructions, last_stage
from machine import REPOSITORY
from service import eventually
from steps import main

BASE = REPOSITORY / "deploy/kubernetes/base"
COMPOSE = REPOSITORY / "deploy/container/compose.yaml"
NODES = REPOSITORY / "test/Migrations.LibvirtTests/Nodes/two-nodes.sh"


def manifests():
    """Every object that the kustomization names, by its kind."""
    kustomization = yaml.safe_load((BASE / "kustomization.yaml").read_text())
    objects = [each for name in kustomization["resources"] for each in yaml.safe_load_all((BASE / name).read_text())]
    return kustomization, {each["kind"]: each for each in objects}


def sidecar():
    pod = manifests()[1]["DaemonSet"]["spec"]["template"]["spec"]
    return next(each for each in pod["containers"] if each["name"] == "migrations")


class DockerfileTest(unittest.TestCase):
    def test_the_last_stage_has_nothing_but_the_image(self):
        stage = last_stage()
        self.assertEqual((stage["FROM"], stage["COPY"]), ("scratch", "--from=build /image /"))
        self.assertNotIn("RUN", stage)

    def test_it_is_written_as_dockerfiles_should_be(self):
        for name, rest in instructions():
            with self.subTest(f"{name} {rest}"):
                self.assertNotEqual(name, "ADD")
                if name == "FROM" and rest != "scratch":
                    self.assertRegex(rest, r":\d+\.\d+\.\d+-\w+ AS \w+$")
                if name in ("ENTRYPOINT", "CMD", "SHELL", "VOLUME"):
                    json.loads(rest)
                if "apt-get install" in rest:
                    for part in ("--yes", "--no-install-recommends", "rm -rf /var/lib/apt/lists/*", "apt-get update"):
                        self.assertIn(part, rest)
        self.assertIn('org.opencontainers.image.version="$VERSION"', DOCKERFILE.read_text())

    def test_what_is_built_is_not_sent_to_the_engine(self):
        ignored = (DOCKERFILE.parent / "Dockerfile.dockerignore").read_text().split()
        self.assertEqual(ignored, [".git", "artifacts", "**/bin", "**/obj"])


class ImageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.image = cls.enterClassContext(Image())

    def test_it_has_no_shell_and_nothing_that_gives_rights(self):
        files = [each for each in self.image.root.rglob("*") if each.is_file() and not each.is_symlink()]
        self.assertEqual([str(each) for each in files if each.stat().st_mode & 0o6000], [])
        programs = {each.name for each in files if ".so" not in each.name and os.access(each, os.X_OK)}
        self.assertEqual(programs, {"Migrations.Api"})

    def test_compose_runs_it_with_the_fake_hypervisor(self):
        with self.as_composed(self.image.volume("composed")) as container:
            self.assertEqual(container.execute(self.image.health), (0, "http://0.0.0.0:8774 is ready\n"))
            servers = json.loads(container.get("/v2.1/servers"))["servers"]
            self.assertGreater(len(servers), 0)
            self.assertEqual(container.stop(), 0)

    def test_the_process_is_not_root_and_cannot_write_into_the_image(self):
        with self.as_composed(self.image.volume("watched")) as container:
            status = dict(line.split(":\t", 1) for line in container.proc("status").splitlines())
            self.assertEqual(status["Uid"].split(), [str(self.image.user)] * 4)
            self.assertEqual((status["CapEff"], status["NoNewPrivs"], status["NSpid"].split()[-1]), ("0" * 16, "1", "1"))
            mounts = {line.split()[4]: line.split()[5].split(",") for line in container.proc("mountinfo").splitlines()}
            self.assertIn("ro", mounts["/"])
            writable = {place for place, options in mounts.items() if "rw" in options}
            self.assertEqual({each for each in writable if not re.match("/(proc|dev)(/|$)", each)},
                             {"/tmp", "/var/lib/migrations"})

    def test_the_volume_keeps_what_was(self):
        volume = self.image.volume("kept")
        uuids = []
        for _ in range(2):
            with self.as_composed(volume) as container:
                uuids.append(eventually(lambda: {
                    each["id"]: each["uuid"] for each in json.loads(container.get("/v2.1/os-migrations"))["migrations"]
                }.get(1), "the first migration"))
        self.assertEqual(uuids[0], uuids[1])

    def as_composed(self, volume):
        service = yaml.safe_load(COMPOSE.read_text())["services"]["migrations"]
        self.assertTrue(service["read_only"])
        self.assertEqual(service["cap_drop"], ["ALL"])
        _, target = service["volumes"][0].split(":")
        mounts = [(volume, target, "bind"), *((None, place, "") for place in service["tmpfs"])]
        return Container(self.image, service["environment"], mounts)


class SidecarTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # An engine makes the places of mounts in the image, so that it is one of its own.
        cls.image = cls.enterClassContext(Image())

    def test_kubernetes_settings_are_right(self):
        with tempfile.TemporaryDirectory(dir=OPEN) as empty:
            container = self.in_pod(Path(empty), [*self.image.entry, "--check-settings"])
            status, printed = container.run()
        self.assertEqual(status, 0, printed)
        values = dict(line.split(maxsplit=2)[:2] for line in printed.splitlines())
        self.assertEqual([values[name] for name in ("Urls", "Auth:Mode", "Driver", "Libvirt:Host")],
                         ["http://0.0.0.0:8774", "keystone", "libvirt", "node-7"])

    def test_as_a_sidecar_it_is_alive_and_ready_beside_libvirt(self):
        with tempfile.TemporaryDirectory(dir=OPEN) as folder:
            nodes = subprocess.Popen([NODES, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.addCleanup(nodes.wait, 20)
            self.addCleanup(nodes.stdout.close)
            self.addCleanup(nodes.stdin.close)
            self.assertEqual(nodes.stdout.readline(), "ready\n")
            Path(folder).chmod(0o755)
            # libvirtd answers no account that it has no name for; what it reads is beside its folders.
            for names in "passwd", "group":
                with (Path(folder) / "source" / names).open("a") as known:
                    known.write((self.image.root / "etc" / names).read_text())
            with self.in_pod(Path(folder) / "source/run") as container:
                for probe in "startupProbe", "livenessProbe", "readinessProbe":
                    command = sidecar()[probe]["exec"]["command"]
                    with self.subTest(probe):
                        status, printed = container.execute(command)
                        self.assertEqual(status, 0, printed)
            nodes.stdin.close()
            nodes.wait(20)

    def in_pod(self, sockets, command=None):
        """The sidecar with its mounts, where the settings are those of the base, and the password is one."""
        name = f"pod-{len(list(self.image.root.parent.iterdir()))}"
        folder = self.image.volume(name)
        sources = {"libvirt-sockets": sockets, "settings": folder / "settings", "keystone": folder / "keystone",
                   "data": folder / "data", "tmp": None}
        for key in "settings", "keystone", "data":
            sources[key].mkdir()
        (sources["settings"] / "50-site.json").write_text((BASE / "50-site.json").read_text())
        (sources["keystone"] / "password").write_text("secret")
        os.chown(sources["data"], self.image.user, self.image.user)
        mounts = []
        for mount in sidecar()["volumeMounts"]:
            source = sources[mount["name"]]
            if "subPath" in mount:
                # The place of a mount exists in an image that an engine prepares.
                (self.image.root / mount["mountPath"][1:]).touch()
                source = source / mount["subPath"]
            elif source is not None:
                (self.image.root / mount["mountPath"][1:]).mkdir(parents=True, exist_ok=True)
            mounts.append((source, mount["mountPath"], "ro-bind" if mount.get("readOnly") else "bind"))
        return Container(self.image, {"Libvirt__Host": "node-7"}, mounts, command)


class KubernetesTest(unittest.TestCase):
    def setUp(self):
        self.kustomization, self.objects = manifests()
        self.pod = self.objects["DaemonSet"]["spec"]["template"]

    def test_selectors_select_the_pod(self):
        labels = self.pod["metadata"]["labels"]
        for selector in self.objects["DaemonSet"]["spec"]["selector"], self.objects["NetworkPolicy"]["spec"]["podSelector"]:
            self.assertLessEqual(selector["matchLabels"].items(), labels.items())

    def test_mounts_are_of_volumes_and_volumes_of_what_there_is(self):
        volumes = {each["name"]: each for each in self.pod["spec"]["volumes"]}
        mounted = {mount["name"] for each in self.pod["spec"]["containers"] for mount in each["volumeMounts"]}
        self.assertEqual(mounted, set(volumes))
        made, = self.kustomization["configMapGenerator"]
        self.assertEqual(volumes["settings"]["configMap"]["name"], made["name"])
        for file in made["files"]:
            self.assertTrue((BASE / file).exists())

    def test_the_sidecar_has_limits_and_few_rights(self):
        security = sidecar()["securityContext"]
        self.assertTrue(security["runAsNonRoot"] and security["readOnlyRootFilesystem"])
        self.assertFalse(security["allowPrivilegeEscalation"])
        self.assertEqual((security["capabilities"]["drop"], f"{security['runAsUser']}:{security['runAsGroup']}"),
                         (["ALL"], last_stage()["USER"]))
        self.assertLessEqual({"requests", "limits"}, set(sidecar()["resources"]))

    def test_the_policy_opens_the_services_port_to_the_proxy(self):
        port = sidecar()["ports"][0]["containerPort"]
        from_proxy = self.objects["NetworkPolicy"]["spec"]["ingress"][0]
        self.assertEqual(from_proxy["ports"], [{"port": port, "protocol": "TCP"}])
        self.assertEqual(last_stage()["EXPOSE"], str(port))

    def test_images_have_the_version_of_the_source(self):
        version = subprocess.run([REPOSITORY / "deploy/version"], check=True, capture_output=True, text=True).stdout.strip()
        self.assertEqual(self.kustomization["images"], [{"name": "migrations", "newTag": version}])


if __name__ == "__main__":
    main()
