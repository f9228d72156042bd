"""What guards the service in production: Keystone, a policy file, and somebody who reads the metrics."""

import json
import subprocess
import urllib.request
from contextlib import contextmanager

from programs import TESTS, eventually

KEYSTONE = TESTS / "keystone"
ADMINISTRATOR = {"name": "admin", "domain": {"name": "Default"}, "password": "secret of admin"}
PROJECT = {"name": "work", "domain": {"name": "Default"}}
POLICY = """\
"os_compute_api:servers:migrations:index": "rule:project_manager_or_admin"
"os_compute_api:servers:migrations:show": "rule:project_manager_or_admin"
"os_compute_api:os-migrations:index": "rule:project_manager_or_admin"
"""

_open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open


@contextmanager
def keystone(folder, port):
    """Debian's Keystone; its URL."""
    folder.mkdir()
    subprocess.run(["bash", KEYSTONE / "create.sh", folder, str(port), "http://127.0.0.1:1"], check=True)
    with subprocess.Popen(["bash", KEYSTONE / "serve.sh", folder]) as process:
        try:
            url = f"http://127.0.0.1:{port}/v3"
            eventually(lambda: _answers(url), "Keystone answers", 90)
            yield url
        finally:
            process.terminate()


def settings(folder, url):
    """Of a service that asks this Keystone."""
    password, policy = folder / "password", folder / "policy.yaml"
    password.write_text("secret of migrations")
    password.chmod(0o600)
    policy.write_text(POLICY)
    return {"Auth:Mode": "keystone", "Auth:Keystone:Url": url, "Auth:Keystone:Username": "migrations",
            "Auth:Keystone:PasswordFile": password, "Policy:File": policy}


def token(url):
    """The administrator's."""
    body = {"auth": {"identity": {"methods": ["password"], "password": {"user": ADMINISTRATOR}}, "scope": {"project": PROJECT}}}
    request = urllib.request.Request(f"{url}/auth/tokens", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with _open(request, timeout=30) as answer:
        return answer.headers["X-Subject-Token"]


def _answers(url):
    try:
        return _open(url, timeout=5).status == 200
    except OSError:
        return False
