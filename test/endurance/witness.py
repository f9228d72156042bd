"""What clients have been told, and whether a later answer or the database contradicts it."""

from dataclasses import dataclass

IN_PROGRESS = ("queued", "preparing", "running", "running (post-copy)", "post-migrating")
STATUSES = ("accepted", *IN_PROGRESS, "completed", "failed", "error", "cancelled")
SETTLED = ("done", "refused", "too_late", "unreachable")
# The promises that can be broken.
IDENTITY, FORWARD, KEPT, ANSWERED = "identity", "forward", "kept", "answered"


@dataclass(frozen=True)
class Accepted:
    """A request that was answered with 202. A start does not tell which migration it begins."""

    migration: int | None
    server: str
    kind: str
    request: str


def contradictions(known, now):
    """The promises that two readings of a migration break, with the reason. A reading has the fields that were shown."""
    for field in ("uuid", "server", "created_at"):
        if field in known and field in now and known[field] != now[field]:
            yield IDENTITY, f"{field} was {known[field]} and is {now[field]}"
    for field in ("percent", "updated_at"):
        before = known.get(field)
        if before is not None and field in now and (now[field] is None or now[field] < before):
            yield FORWARD, f"{field} was {before} and is {now[field]}"
    was, status = known["status"], now["status"]
    if was != status and (was not in ("accepted", *IN_PROGRESS) or STATUSES.index(status) < STATUSES.index(was)):
        yield FORWARD, f"status was {was} and is {status}"
    if now["status"] != "completed" and now.get("percent") == 100:
        yield FORWARD, f"100 percent are shown while it is {status}"
    if "outcomes" in now:
        yield from _of_commands(known.get("outcomes", {}), now["outcomes"])


def _of_commands(known, now):
    for request, outcome in known.items():
        if request not in now:
            yield KEPT, f"the command of {request} is gone"
        elif outcome in SETTLED and now[request] != outcome:
            yield FORWARD, f"the command of {request} was {outcome} and is {now[request]}"


class Witness:
    """What one client has read, on top of what all had read before. Belongs to one thread.

    The history is read from the database, everything else from the snapshot, which follows the database by some
    milliseconds. So each is compared with itself, and after a restart both with both.
    """

    def __init__(self, before):
        self.broken = []
        self._before = before
        self._history, self._live = {}, {}

    def saw_history(self, body):
        """A migration as the list of all migrations shows it."""
        self._saw(self._history, body["id"], {"server": body["instance_uuid"], **self._of(body, "created_at", "updated_at")})

    def saw_migration(self, body):
        """A migration as the list of its server's shows it."""
        self._saw(self._live, body["id"], {"server": body["server_uuid"], **self._of(body, "created_at", "updated_at")})

    def saw_progress(self, server, body):
        """A migration as its progress shows it."""
        self._saw(self._live, body["id"], {
            "server": server, **self._of(body, "percent"),
            "outcomes": {command["request_id"]: command["outcome"] for command in body["commands"]}})

    def saw_failure(self, what):
        """An answer that no caller should get."""
        self.broken.append((ANSWERED, what))

    def any_migration(self, chance):
        """Server and id of a migration that was known before; None if there is none."""
        if not self._before:
            return None
        number = chance.choice(list(self._before))
        return self._before[number]["server"], number

    def readings(self):
        """Every migration that was seen, by its id, once or twice."""
        return [*self._history.items(), *self._live.items()]

    def _saw(self, seen, number, reading):
        known = seen.get(number) or self._before.get(number, reading)
        self.broken += [(promise, f"migration {number}: {why}") for promise, why in contradictions(known, reading)]
        seen[number] = {**known, **reading}

    @staticmethod
    def _of(body, *fields):
        return {field: body[field] for field in ("uuid", "status", *fields)}


def merge(known, later):
    """Adds what one witness has seen; of two readings of a migration, what each knows furthest."""
    for number, reading in later:
        before = known.get(number, reading)
        furthest = max(before, reading, key=lambda each: STATUSES.index(each["status"]))
        percent = [each["percent"] for each in (before, reading) if "percent" in each]
        updated = [each["updated_at"] for each in (before, reading) if each.get("updated_at")]
        known[number] = {
            **before, **reading, "status": furthest["status"],
            **({"percent": max(percent)} if percent else {}), **({"updated_at": max(updated)} if updated else {}),
            "outcomes": {**before.get("outcomes", {}), **reading.get("outcomes", {}),
                         **{request: outcome for each in (before, reading)
                            for request, outcome in each.get("outcomes", {}).items() if outcome in SETTLED}}}
