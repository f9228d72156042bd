"""Debian's Prometheus with the rules of deploy/, reading one service."""

import json
import urllib.parse
import urllib.request
from pathlib import Path

from daemon import Daemon

RULES = Path(__file__).resolve().parents[2] / "deploy/prometheus/alerts.yaml"


class Prometheus(Daemon):
    name = "Prometheus"

    def __init__(self, service):
        self._target = service.removeprefix("http://")

    def prepare(self):
        (self.folder / "prometheus.yml").write_text(f"""
global: {{scrape_interval: 1s, evaluation_interval: 1s}}
rule_files: [{RULES}]
scrape_configs:
  - {{job_name: migrations, static_configs: [{{targets: ["{self._target}"]}}]}}
""")

    def command(self):
        return ["prometheus", f"--config.file={self.folder}/prometheus.yml", f"--storage.tsdb.path={self.folder}/data",
                f"--web.listen-address=127.0.0.1:{self.port}"]

    def answers(self):
        try:
            return self._get("/-/ready") is not None
        except OSError:
            return False

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

    def _ask(self, what, **arguments):
        return json.loads(self._get(f"/api/v1/{what}?{urllib.parse.urlencode(arguments)}"))["data"]

    def _get(self, path):
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
                f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
            return answer.read()
