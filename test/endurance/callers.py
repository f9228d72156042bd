"""Clients of the service, each on a thread of its own, that remember what they have read."""

import json
import random
import time
from http.client import HTTPConnection, HTTPException
from threading import Thread
from urllib.parse import urlsplit

import worlds
from witness import IN_PROGRESS, Accepted, Witness

HEADERS = {"OpenStack-API-Version": "compute 2.80", "Content-Type": "application/json"}
FORCE_COMPLETE, ABORT, START = "force_complete", "abort", "start"


def is_over(kind, results):
    """Whether everything was done for a request. A start has two events: what was checked, and the migration."""
    return bool(results) and None not in results and (kind != START or len(results) == 2 or "Error" in results)


class Connection:
    """One kept connection."""

    def __init__(self, root):
        self.calls = 0
        self._http = HTTPConnection(urlsplit(root).netloc, timeout=10)

    def ask(self, method, path, body=None):
        """Status, headers and body of the answer."""
        self._http.request(method, path, body and json.dumps(body), HEADERS)
        answer = self._http.getresponse()
        content = answer.read()
        self.calls += 1
        return answer.status, answer.headers, json.loads(content) if content else None

    def close(self):
        self._http.close()


class Client:
    """Reads and commands by chance, and keeps what it was told."""

    def __init__(self, root, witness, chance):
        self._connection = Connection(root)
        self.witness = witness
        self.accepted = []
        self._chance = chance

    def close(self):
        self._connection.close()

    def calls(self):
        """How many calls were answered."""
        return self._connection.calls

    def list_newest(self):
        """The newest migrations."""
        body = self._get("/v2.1/os-migrations?limit=40")
        for each in body["migrations"]:
            self.witness.saw_history(each)
        return body["migrations"]

    def list_of_server(self, server):
        for each in self._get(f"/v2.1/servers/{server}/migrations")["migrations"]:
            self.witness.saw_migration(each)

    def show_progress(self, server, migration):
        """What is known of a migration, and of its commands."""
        progress = self._get(f"/v2.1/servers/{server}/migrations/{migration}/progress")["progress"]
        self.witness.saw_progress(server, progress)
        return progress

    def results(self, accepted):
        """The results of what was done for an accepted request, None for what is not over; None where there is no action of that request."""
        status, _, body = self._connection.ask("GET", f"/v2.1/servers/{accepted.server}/os-instance-actions/{accepted.request}")
        return [each["result"] for each in body["instanceAction"]["events"]] if status == 200 else None

    def command(self, server, migration, kind):
        path = f"/v2.1/servers/{server}/migrations/{migration}"
        status, headers, body = self._connection.ask("DELETE", path) if kind == ABORT else self._connection.ask(
            "POST", f"{path}/action", {FORCE_COMPLETE: None})
        if status == 202:
            self.accepted.append(Accepted(migration, server, kind, headers["x-openstack-request-id"]))
        elif status not in (400, 404, 409):
            self.witness.saw_failure(f"{kind} of {migration}: {status} {body}")

    def start(self, server):
        status, headers, body = self._connection.ask(
            "POST", f"/v2.1/servers/{server}/action", {"os-migrateLive": {"host": None, "block_migration": "auto"}})
        if status == 202:
            self.accepted.append(Accepted(None, server, START, headers["x-openstack-request-id"]))
        elif status not in (400, 404, 409):
            self.witness.saw_failure(f"start of {server}: {status} {body}")

    def act(self):
        """One of the things that clients do."""
        if self._chance.random() < 0.1:
            self.start(worlds.uuid(self._chance.choice(worlds.WAITING)))
        newest = self.list_newest()
        moving = [each for each in newest if each["status"] in IN_PROGRESS]
        if not moving:
            return
        one = self._chance.choice(moving)
        server, migration = one["instance_uuid"], one["id"]
        if self._chance.random() < 0.3:
            kind = self._chance.choice((FORCE_COMPLETE, ABORT))
            for _ in range(self._chance.choice((1, 1, 2))):
                self.command(server, migration, kind)
        else:
            self.list_of_server(server)
        self.show_progress(server, migration)
        if earlier := self.witness.any_migration(self._chance):
            self.show_progress(*earlier)

    def _get(self, path):
        status, _, body = self._connection.ask("GET", path)
        if status != 200:
            raise HTTPException(f"GET {path}: {status} {body}")
        return body


class Crowd:
    """Clients that act until they are stopped."""

    def __init__(self, root, known, seed, clients=3, pause=0.02):
        self._goes_on, self._may_be_gone, self._pause = True, False, pause
        self.clients = [Client(root, Witness(known), random.Random(f"{seed} {number}")) for number in range(clients)]
        self._threads = [Thread(target=self._run, args=[client]) for client in self.clients]
        for thread in self._threads:
            thread.start()

    def accepted(self):
        """How many commands were accepted so far."""
        return sum(len(client.accepted) for client in self.clients)

    def calls(self):
        """How many calls were answered so far."""
        return sum(client.calls() for client in self.clients)

    def expect_a_kill(self):
        """From now on, answers may be missing."""
        self._may_be_gone = True

    def stop(self):
        self._goes_on = False
        for thread in self._threads:
            thread.join()

    def _run(self, client):
        try:
            while self._goes_on:
                client.act()
                time.sleep(self._pause * random.random())
        except (HTTPException, OSError) as failure:
            if not self._may_be_gone:
                client.witness.saw_failure(f"no answer: {failure!r}")
        finally:
            client.close()
