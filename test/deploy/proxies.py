"""The proxies of deploy/proxy, as they stand there but for addresses and files, each in a folder of its own."""

import subprocess

from daemon import Daemon
from machine import REPOSITORY

CERTIFICATE = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=compute",
               "-addext", "subjectAltName=IP:127.0.0.1"]


class Proxy(Daemon):
    name = "the proxy"

    def __init__(self, nova, migrations):
        self._nova, self._migrations = nova, migrations

    def prepare(self):
        self.certificate, self.key = self.folder / "compute.pem", self.folder / "compute.key"
        subprocess.run([*CERTIFICATE, "-keyout", self.key, "-out", self.certificate], check=True, capture_output=True)

    def adapted(self, file, **others):
        """The text of a file of deploy/proxy, with every address and name that it asks to change."""
        text = (REPOSITORY / "deploy/proxy" / file).read_text()
        for old, new in {"192.0.2.10:8774": self._nova, "192.0.2.11:8774": self._migrations,
                         "192.0.2.1:8774": f"127.0.0.1:{self.port}", **others}.items():
            if old not in text:
                raise AssertionError(f"{file} does not name {old}")
            text = text.replace(old, str(new))
        return text


class Nginx(Proxy):
    def prepare(self):
        super().prepare()
        (self.folder / "compute.conf").write_text(self.adapted("nginx.conf", **{
            "/etc/nginx/compute.pem": self.certificate, "/etc/nginx/compute.key": self.key,
            "/var/log/nginx/compute.log": self.folder / "access.log"}))
        (self.folder / "nginx.conf").write_text(
            "daemon off;\nuser root;\npid nginx.pid;\nevents {}\nhttp {\n"
            f"client_body_temp_path {self.folder}/bodies;\ninclude compute.conf;\n}}\n")
        checked = subprocess.run([*self.command(), "-t"], capture_output=True, text=True, check=False)
        if checked.returncode or "warn" in checked.stderr:
            raise AssertionError(checked.stderr)

    def command(self):
        return ["/usr/sbin/nginx", "-p", self.folder, "-c", "nginx.conf", "-e", "stderr"]

    def access_log(self):
        return (self.folder / "access.log").read_text()


class HaProxy(Proxy):
    def prepare(self):
        super().prepare()
        both = self.folder / "both.pem"
        both.write_text(self.certificate.read_text() + self.key.read_text())
        (self.folder / "haproxy.cfg").write_text(
            f"global\n    log stdout format raw local0\n    stats socket {self.folder}/stats\n\ndefaults\n    log global\n\n"
            + self.adapted("haproxy.cfg", **{"/etc/haproxy/compute.pem": both}))
        checked = subprocess.run([*self.command(), "-c"], capture_output=True, text=True, check=False)
        if checked.returncode or "WARNING" in checked.stdout + checked.stderr:
            raise AssertionError(checked.stdout + checked.stderr)

    def command(self):
        return ["/usr/sbin/haproxy", "-db", "-f", self.folder / "haproxy.cfg"]

    def access_log(self):
        return self.log.read_text()
