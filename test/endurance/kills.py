"""A service over the fake hypervisor that is killed again and again while clients use it."""

import random
import time
from pathlib import Path

import worlds
from callers import ABORT, START, Client, Connection, Crowd, is_over
from shared import Service, eventually
from stored import Database, jobs_of_world, shown_time
from witness import IDENTITY, IN_PROGRESS, KEPT, Witness, contradictions, merge

# More promises, which only this file can find broken.
STARTED, CARRIED_OUT, SOUND, AGREED = "started", "carried out", "sound", "agreed"
SECONDS_TO_START = 10
SECONDS_TO_SETTLE = 60
# Several intervals of the service.
SECONDS_TO_NOTICE = 2
KILLS_A_ROUND = 10


class Kills:
    """Rounds of kills. After each round the clients pause, and everything accepted must come to its end."""

    def __init__(self, kills, seed, folder):
        self.broken, self.accepted, self.unsettled = [], [], []
        self.while_starting = self.pending_when_killed = 0
        self.starts = []
        self.known = {}
        self._kills, self._seed, self._folder, self._chance = kills, seed, Path(folder), random.Random(seed)
        self._settings = {"Fake:Scenario": worlds.busy(self._folder / "scenario.json"), "Fake:Speed": 5, "Fake:Seed": seed,
                          "Monitoring:Interval": "200ms", "Limits:CommandsPerMinute": 0, "Starts:MaxConcurrent": 3}

    def run(self):
        for number in range(self._kills):
            self._live(number)
            if (number + 1) % KILLS_A_ROUND == 0 or number + 1 == self._kills:
                self._settle()

    def figures(self):
        return (f"seed {self._seed}: {self._kills} kills, {self.while_starting} of them at start; {len(self.known)} migrations, "
                f"{len(self.accepted)} accepted commands and migrations, {self.pending_when_killed} commands pending at a kill; "
                f"the service took {sorted(self.starts)[len(self.starts) // 2]:.2f} s, at most {max(self.starts):.2f} s, to start")

    def _live(self, number):
        service = self._start()
        try:
            if self.starts and self._chance.random() < 0.25:
                self.while_starting += 1
                time.sleep(self._chance.uniform(0, self.starts[-1]))
                crowd = None
            else:
                self._when_ready(service)
                self._look_up(service)
                crowd = Crowd(service.root, self.known, f"{self._seed} {number}")
                self._let_them_act(crowd)
                crowd.expect_a_kill()
        finally:
            service.kill()
        if crowd:
            crowd.stop()
            for client in crowd.clients:
                self._take_over(client)
        self._inspect()

    def _let_them_act(self, crowd):
        """A slow machine gets more time: until some commands were accepted, and a moment more."""
        commands, deadline = self._chance.randint(1, 15), time.monotonic() + SECONDS_TO_START
        while crowd.accepted() < commands and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(self._chance.uniform(0, 0.3))

    def _settle(self):
        """Without callers, everything accepted gets its outcome, and the service and the hypervisor agree."""
        service = self._start()
        try:
            self._when_ready(service)
            try:
                eventually(lambda: self._look_up(service), "commands get an outcome", SECONDS_TO_SETTLE)
            except TimeoutError:
                self.broken += [(CARRIED_OUT, f"no outcome in {SECONDS_TO_SETTLE} s: {each}") for each in self.unsettled]
            seen_at = time.time()
            earlier = jobs_of_world(self._folder)
            time.sleep(SECONDS_TO_NOTICE)
            later = jobs_of_world(self._folder)
        finally:
            service.kill()
        database = self._inspect()
        self.broken += [(CARRIED_OUT, f"still pending: {each}") for each in database.pending()]
        self._check_effects(database)
        self._check_agreement(database, seen_at, earlier, earlier & later)

    def _start(self):
        self._began = time.monotonic()
        service = Service(folder=self._folder, **self._settings)
        service.start()
        return service

    def _when_ready(self, service):
        connection = Connection(service.when_up().root)
        eventually(lambda: connection.ask("GET", "/healthz/ready")[0] == 200, "the service is ready")
        connection.close()
        seconds = time.monotonic() - self._began
        self.starts.append(seconds)
        if seconds > SECONDS_TO_START:
            self.broken.append((STARTED, f"a start took {seconds:.1f} s"))

    def _look_up(self, service):
        """Asks for the action of every accepted request without a result; true when none is left."""
        client = Client(service.root, Witness(self.known), self._chance)
        rest = []
        for each in self.unsettled:
            results = client.results(each)
            if results is None:
                self.broken.append((KEPT, f"accepted, and no action of it after a start: {each}"))
            elif not is_over(each.kind, results):
                rest.append(each)
        self.unsettled = rest
        self._take_over(client)
        client.close()
        return not rest

    def _take_over(self, client):
        self.broken += client.witness.broken
        self.accepted += client.accepted
        self.unsettled += client.accepted
        merge(self.known, client.witness.readings())

    def _inspect(self):
        """Compares the database with all that was read and accepted; the service does not run."""
        database = Database(self._folder)
        self.broken += [(SOUND, fault) for fault in database.faults]
        self.pending_when_killed += len(database.pending())
        for number, known in self.known.items():
            stored = database.migrations.get(number)
            if stored is None:
                self.broken.append((KEPT, f"migration {number} is not stored"))
            elif stored != known:
                self.broken += [(promise, f"stored migration {number}: {why}") for promise, why in contradictions(known, stored)]
        for each in self.accepted:
            action = database.actions.get(each.request)
            if action is None:
                self.broken.append((KEPT, f"accepted, and not stored: {each}"))
            elif (action["server_uuid"], each.migration or action["migration_id"], action["kind"]) != (
                    each.server, action["migration_id"], each.kind):
                self.broken.append((IDENTITY, f"accepted as {each}, and stored as {action}"))
        # What was stored stays, whether or not somebody had time to read it.
        self.known = database.migrations
        return database

    def _check_effects(self, database):
        """Every request has the result of its command or its migration, the hypervisor did what the outcomes of aborts say, and nothing else cancels.

        What was stored when the answer was lost is known to nobody, and not waited for.
        """
        answered = {each.request for each in self.accepted}
        for request, action in database.actions.items():
            is_waited_for = request in answered or is_over(action["kind"], action["results"])
            if is_waited_for and not self._is_true(action, database):
                self.broken.append((CARRIED_OUT, f"the action of {request} has not the result of what was done: {action}"))
        for number, commands in database.commands.items():
            status = database.migrations[number]["status"]
            if status != "cancelled" and ("abort", "done") in [(each["kind"], each["outcome"]) for each in commands]:
                self.broken.append((CARRIED_OUT, f"the abort of migration {number} is done, and its status is {status}"))
        for number, reading in database.migrations.items():
            if reading["status"] == "cancelled" and ABORT not in [each["kind"] for each in database.commands.get(number, [])]:
                self.broken.append((CARRIED_OUT, f"nobody has aborted migration {number}, which is cancelled"))

    @staticmethod
    def _is_true(action, database):
        if action["kind"] != START:
            return action["results"] == ["Success" if action["outcome"] == "done" else "Error"]
        is_completed = database.migrations[action["migration_id"]]["status"] == "completed"
        return is_over(START, action["results"]) and ("Error" in action["results"]) != is_completed

    def _check_agreement(self, database, seen_at, earlier, throughout):
        now = {job: number for number, job in database.job_of.items() if job and database.migrations[number]["status"] in IN_PROGRESS}
        for job, number in now.items():
            if job not in earlier and database.migrations[number]["created_at"] < shown_time(int(seen_at * 1e6)):
                self.broken.append((AGREED, f"migration {number} is in progress, and its job {job} is over"))
        self.broken += [(AGREED, f"the job {job} runs, and has no migration") for job in throughout - now.keys()]
