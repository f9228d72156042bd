"""Prometheus over the service: the rules and the dashboard ask only for what is there, and an alert fires."""

import json
import re
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path

from prometheus import RULES, Prometheus
from service import Service, eventually
from steps import main

HERE = Path(__file__).resolve().parent
DASHBOARD = HERE.parents[1] / "deploy/grafana/dashboard.json"
GUIDE = RULES.parent / "README.md"
METRIC = re.compile(r"\b(?:migrations|dotnet)_[a-z_]+\b")
LISTS = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")
OF_PROMETHEUS = {"job", "instance", "le"}


def labels_of(expression, legend=""):
    """The labels that an expression matches, groups by or joins on, and that its legend shows."""
    matchers = re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", expression)
    lists = LISTS.findall(expression)
    shown = re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", legend)
    return {*matchers, *re.findall(r"\w+", " ".join(lists)), *shown} - OF_PROMETHEUS


def command(service, server, migration, body=None):
    """Asks for a force-complete, or without a body for an abort."""
    path = f"{service.url}/servers/{server}/migrations/{migration}{'/action' if body else ''}"
    request = urllib.request.Request(path, json.dumps(body).encode() if body else None, method="POST" if body else "DELETE",
                                     headers={"OpenStack-API-Version": "compute 2.80", "Content-Type": "application/json"})
    urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=10).close()


class MetricsTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="migrations-")))
        cls.service = cls.enterClassContext(Service(folder=cls.folder))
        servers = cls.service.when_ready()
        cls.prometheus = cls.enterClassContext(Prometheus(cls.service.root))
        eventually(lambda: cls.prometheus.values('up{job="migrations"} == 1'), "Prometheus reads the service")
        history = cls.service.history()
        for name in ("forced", "steady"):  # The hypervisor refuses the second, which is a failed call.
            command(cls.service, servers[name], history[servers[name]]["id"], {"force_complete": None})
        command(cls.service, servers["aborted"], history[servers["aborted"]]["id"])
        for outcome in ("done", "refused"):
            settled = f'sum(migrations_commands_settled_total{{outcome="{outcome}"}}) > 0'
            eventually(lambda: cls.prometheus.values(settled), f"Prometheus sees a command that is {outcome}")
        eventually(lambda: cls.prometheus.values('migrations_downtime_seconds_count > 0'), "Prometheus sees a downtime")

    def text(self):
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{self.service.root}/metrics") as answer:
            return answer.read()

    def assert_exist(self, expression, legend=""):
        """Every metric and every label of an expression are in what Prometheus has read."""
        expression = expression.replace("$instance", ".*").replace("$__rate_interval", "1m")
        metrics = set(METRIC.findall(re.sub(r"\{[^}]*\}", "", LISTS.sub("", expression))))
        there = {metric: self.prometheus.labels(metric) for metric in metrics}
        self.assertEqual([metric for metric, labels in there.items() if not labels], [], expression)
        self.assertEqual(labels_of(expression, legend) - set().union(*there.values()), set(), expression)
        for metric, matchers in re.findall(r"((?:migrations|dotnet)_\w+)(\{[^}]*\})", expression):
            self.assertTrue(self.prometheus.values(metric + matchers), f"no series: {metric}{matchers}")
        return metrics

    def test_promtool_approves_of_what_is_read(self):
        checked = subprocess.run(["promtool", "check", "metrics"], input=self.text(), capture_output=True)
        self.assertEqual((checked.returncode, checked.stdout + checked.stderr), (0, b""))

    def test_promtool_approves_of_the_rules_and_their_tests_pass(self):
        for arguments in (["check", "rules", RULES], ["test", "rules", RULES.with_suffix(".test.yaml")]):
            checked = subprocess.run(["promtool", *arguments], capture_output=True, text=True, cwd=RULES.parent)
            self.assertEqual(checked.returncode, 0, checked.stdout + checked.stderr)

    def test_every_rule_is_tested_with_and_without_cause(self):
        tests = RULES.with_suffix(".test.yaml").read_text()
        for rule in self.prometheus.rules():
            self.assertIn(f"alertname: {rule['name']}\n", tests)
            self.assertIn(f"alertname: {rule['name']}, exp_alerts: []", tests)

    def test_every_rule_asks_for_what_is_there(self):
        for rule in self.prometheus.rules():
            with self.subTest(rule["name"]):
                self.assert_exist(rule["query"], rule["annotations"]["summary"])

    def test_every_panel_asks_for_what_is_there(self):
        panels = json.loads(DASHBOARD.read_text())["panels"]
        shown = set()
        for panel in panels:
            for target in panel["targets"]:
                with self.subTest(panel["title"]):
                    shown |= self.assert_exist(target["expr"], target["legendFormat"])
        self.assertGreater(len(shown), 20)

    def test_every_alert_has_its_paragraph_and_every_metric_its_row(self):
        guide = GUIDE.read_text()
        self.assertEqual(re.findall(r"^## (\w+)$", guide, re.MULTILINE), [rule["name"] for rule in self.prometheus.rules()])
        families = set(re.findall(r"^# TYPE (migrations_\w+)", self.text().decode(), re.MULTILINE))
        self.assertEqual(families - set(re.findall(r"`(migrations_\w+)`", guide)), set())

    def test_nothing_is_alerted_while_all_is_well(self):
        rules = eventually(lambda: [rule for rule in self.prometheus.rules() if rule["health"] == "ok"], "the rules are evaluated")
        self.assertEqual({rule["name"]: rule["state"] for rule in rules if rule["state"] != "inactive"}, {})

    def test_z_a_lost_database_is_alerted(self):
        (self.folder / "migrations.db").unlink()
        eventually(lambda: self.prometheus.state("MigrationsDatabaseUnwritable") in ("pending", "firing"), "the alert")


if __name__ == "__main__":
    main()
