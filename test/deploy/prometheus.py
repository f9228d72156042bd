"""Debian's Prometheus with the rules of deploy/, reading one service."""

import json
import subprocess
import tempfile
import urllib.parse
import urllib.request
from pathlib import Path

from proxies import free_port
from service import eventually

RULES = Path(__file__).resolve().parents[2] / "deploy/prometheus/alerts.yaml"


class Prometheus:
    """Runs while it is entered, in a folder of its own."""

    def __init__(self, service):
        self._target = service.removeprefix("http://")
        self._folder = tempfile.TemporaryDirectory(prefix="prometheus-")
        self._log = Path(self._folder.name) / "log"

    def __enter__(self):
        settings = Path(self._folder.name) / "prometheus.yml"
        settings.write_text(f"""
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [{RULES}]
scrape_configs:
  - {{job_name: migrations, static_configs: [{{targets: ["{self._target}"]}}]}}
""")
        port = free_port()
        self._url = f"http://127.0.0.1:{port}"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                ["prometheus", f"--config.file={settings}", f"--storage.tsdb.path={self._folder.name}/data",
                 f"--web.listen-address=127.0.0.1:{port}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        try:
            eventually(self._is_ready, "Prometheus is ready")
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
            self._folder.cleanup()

    def values(self, query):
        """What a query gives at present."""
        return self._ask("query", query=query)["result"]

    def labels(self, metric):
        """The labels that a metric has in any of its series, or nothing if there is none."""
        series = self._ask("series", **{"match[]": metric})
        return {label for each in series for label in each}

    def rules(self):
        """Every alert rule, in order."""
        return [rule for group in self._ask("rules")["groups"] for rule in group["rules"]]

    def state(self, alert):
        return next(rule["state"] for rule in self.rules() if rule["name"] == alert)

    def _is_ready(self):
        if self._process.poll() is not None:
            raise RuntimeError(f"Prometheus has ended:\n{self._log.read_text(errors='replace')}")
        try:
            return self._get("/-/ready") is not None
        except OSError:
            return False

    def _ask(self, what, **arguments):
        return json.loads(self._get(f"/api/v1/{what}?{urllib.parse.urlencode(arguments)}"))["data"]

    def _get(self, path):
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(self._url + path, timeout=10) as answer:
            return answer.read()
