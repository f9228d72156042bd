"""The proxies of deploy/proxy, as they stand there but for addresses and files, each in a folder of its own."""

import socket
import subprocess
import tempfile
from pathlib import Path

from machine import REPOSITORY
from service import eventually

CERTIFICATE = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=compute",
               "-addext", "subjectAltName=IP:127.0.0.1"]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


class Proxy:
    """Runs while it is entered."""

    def __init__(self, nova, migrations):
        self._nova, self._migrations = nova, migrations

    def __enter__(self):
        self._temporary = tempfile.TemporaryDirectory(prefix="proxy-")
        self.folder = Path(self._temporary.name)
        self.port = free_port()
        self.certificate, key = self.folder / "compute.pem", self.folder / "compute.key"
        subprocess.run([*CERTIFICATE, "-keyout", key, "-out", self.certificate], check=True, capture_output=True)
        self.prepare(key)
        self._log = (self.folder / "log").open("wb")
        self._process = subprocess.Popen(
            self.command(), stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        try:
            eventually(self._listens, "the proxy listens")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self._process.terminate()
        try:
            self._process.wait(10)
        finally:
            self._process.kill()
            self._log.close()
            self._temporary.cleanup()

    def adapted(self, file, **others):
        """The text of a file of deploy/proxy, with every address and name that it asks to change."""
        text = (REPOSITORY / "deploy/proxy" / file).read_text()
        for old, new in {"192.0.2.10:8774": self._nova, "192.0.2.11:8774": self._migrations,
                         "192.0.2.1:8774": f"127.0.0.1:{self.port}", **others}.items():
            if old not in text:
                raise AssertionError(f"{file} does not name {old}")
            text = text.replace(old, str(new))
        return text

    def _listens(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"the proxy has ended:\n{(self.folder / 'log').read_text()}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Nginx(Proxy):
    def prepare(self, key):
        (self.folder / "compute.conf").write_text(self.adapted("nginx.conf", **{
            "/etc/nginx/compute.pem": self.certificate, "/etc/nginx/compute.key": key,
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
    def prepare(self, key):
        both = self.folder / "both.pem"
        both.write_text(self.certificate.read_text() + key.read_text())
        (self.folder / "haproxy.cfg").write_text(
            f"global\n    log stdout format raw local0\n    stats socket {self.folder}/stats\n\ndefaults\n    log global\n\n"
            + self.adapted("haproxy.cfg", **{"/etc/haproxy/compute.pem": both}))
        checked = subprocess.run([*self.command(), "-c"], capture_output=True, text=True, check=False)
        if checked.returncode or "WARNING" in checked.stdout + checked.stderr:
            raise AssertionError(checked.stdout + checked.stderr)

    def command(self):
        return ["/usr/sbin/haproxy", "-db", "-f", self.folder / "haproxy.cfg"]

    def access_log(self):
        return (self.folder / "log").read_text()
