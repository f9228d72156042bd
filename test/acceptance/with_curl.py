"""curl: answers as they are, down to the headers."""

import json

from clients import ALL_FIELDS, FIELDS, FIELDS_WITH_UUID, NOWHERE, UNKNOWN, CommandTest, main
from service import eventually

PROJECT = "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e"
VERSIONS = ("openstack-api-version", "x-openstack-nova-api-version")


class CurlTest(CommandTest):
    def command(self, version):
        headers = ["-H", f"OpenStack-API-Version: compute {version}"] if version else []
        return ["curl", "-si", "--max-time", "10", *headers]

    def ask(self, version, path, *arguments):
        """Status, headers and parsed body of an answer."""
        printed = self.assert_succeeds(version, *arguments, self.service.url + path)
        head, body = printed.split("\n\n", 1)
        status, *headers = head.splitlines()
        named = {name.lower(): value for name, value in (header.split(": ", 1) for header in headers)}
        return int(status.split()[1]), named, json.loads(body) if body else None

    def assert_fault(self, answer, status, fault, message):
        actual, headers, body = answer
        self.assertEqual((actual, body), (status, {fault: {"code": status, "message": message}}))
        self.assertEqual(headers["content-type"], "application/json; charset=UTF-8")
        self.assertEqual(headers["x-openstack-request-id"], headers["x-compute-request-id"])

    def start(self, version, name, body):
        return self.ask(version, f"/servers/{self.server(name)}/action", "-H", "Content-Type: application/json", "-d", body)

    def force_complete(self, version, path, body='{"force_complete": null}'):
        return self.ask(version, path + "/action", "-H", "Content-Type: application/json", "-d", body)

    def path(self, name, migration=None):
        return f"/servers/{self.server(name)}/migrations/{migration or self.migration(name)['id']}"

    def test_discovery_needs_no_token_and_no_microversion(self):
        for path in "", "/":
            with self.subTest(path):
                status, _, body = self.ask(None, path)
                self.assertEqual(status, 200)
                self.assertEqual(
                    (body["version"]["id"], body["version"]["min_version"], body["version"]["version"]),
                    ("v2.1", "2.1", "2.104"))

    def test_versions_come_back_in_both_headers(self):
        path = self.path("steady")
        for version, arguments, granted in (
                ("2.59", [], "2.59"),
                ("latest", [], "2.104"),
                (None, ["-H", "X-OpenStack-Nova-API-Version: 2.23"], "2.23"),
                ("2.80", ["-H", "X-OpenStack-Nova-API-Version: 2.23"], "2.80")):
            with self.subTest(version=version, arguments=arguments):
                _, headers, _ = self.ask(version, path, *arguments)
                self.assertEqual([headers[name] for name in VERSIONS], [f"compute {granted}", granted])

    def test_show_has_every_field_of_its_microversion(self):
        for version, fields in ("2.23", FIELDS), ("2.59", FIELDS_WITH_UUID), ("2.80", ALL_FIELDS):
            with self.subTest(version):
                status, headers, body = self.ask(version, self.path("steady"))
                self.assertEqual((status, headers["content-type"]), (200, "application/json"))
                self.assert_is_steady(body["migration"], fields)

    def test_counters_move(self):
        def processed():
            return self.ask("2.23", self.path("steady"))[2]["migration"]["memory_processed_bytes"]
        before = processed()
        eventually(lambda: processed() > before, "more memory is processed")

    def test_a_project_may_stand_in_the_path(self):
        status, _, body = self.ask(
            "2.23", f"/{PROJECT}{self.path('steady')}", "-H", f"X-Auth-Token: me:{PROJECT}:admin")
        self.assertEqual((status, body["migration"]["id"]), (200, self.migration("steady")["id"]))

    def test_list_is_of_one_server(self):
        server = self.server("steady")
        status, _, body = self.ask("2.80", f"/servers/{server}/migrations")
        self.assertEqual((status, [each["server_uuid"] for each in body["migrations"]]), (200, [server]))
        self.assertEqual(self.ask("2.80", f"/servers/{self.server('finished')}/migrations")[2], {"migrations": []})

    def test_what_does_not_exist_is_not_found(self):
        server = self.server("steady")
        for path, message in (
                (f"/servers/{NOWHERE}/migrations", f"Instance {NOWHERE} could not be found."),
                (f"/servers/{server}/migrations/{UNKNOWN}",
                 f"In-progress live migration {UNKNOWN} is not found for server {server}."),
                (f"/servers/5/migrations/{server}", "Instance 5 could not be found."),
                ("/nothing", "The resource could not be found.")):
            with self.subTest(path):
                self.assert_fault(self.ask("2.80", path), 404, "itemNotFound", message)

    def test_below_its_microversion_a_call_does_not_exist(self):
        for version, call in (
                ("2.22", lambda version: self.ask(version, self.path("steady"))),
                ("2.21", lambda version: self.force_complete(version, self.path("steady"))),
                ("2.23", lambda version: self.ask(version, self.path("steady"), "-X", "DELETE"))):
            with self.subTest(version):
                self.assert_fault(call(version), 404, "itemNotFound", "The resource could not be found.")

    def test_microversions_that_are_refused(self):
        self.assert_fault(
            self.ask("2.105", self.path("steady")), 406, "computeFault",
            "Version 2.105 is not supported by the API. Minimum is 2.1 and maximum is 2.104.")
        self.assert_fault(
            self.ask("2.x", self.path("steady")), 400, "badRequest",
            "API Version String 2.x is of invalid format. Must be of format MajorNum.MinorNum.")

    def test_another_method_is_named_by_its_absence(self):
        answer = self.ask("2.80", self.path("steady"), "-X", "PUT")
        self.assert_fault(answer, 405, "badMethod", "The method PUT is not allowed for this resource.")
        self.assertEqual(answer[1]["allow"], "DELETE, GET")

    def test_others_than_administrators_are_refused(self):
        member = ["-H", f"X-Auth-Token: me:{PROJECT}:member"]
        self.assert_fault(
            self.ask("2.80", self.path("steady"), *member), 403, "forbidden",
            "Policy doesn't allow os_compute_api:servers:migrations:show to be performed.")
        preparing = self.server("preparing")
        self.assert_fault(self.ask("2.80", self.path("preparing"), *member), 404, "itemNotFound",
                          f"Instance {preparing} could not be found.")

    def test_history_pages_by_links(self):
        path, seen = "/os-migrations?limit=2", []
        while path:
            _, _, page = self.ask("2.59", path)
            seen += [each["id"] for each in page["migrations"]]
            link, = page.get("migrations_links", [None])
            path = link and link["href"].removeprefix(self.service.url)
        self.assertEqual(len(set(seen)), len(seen))
        self.assertEqual(set(seen), {each["id"] for each in self.service.history().values()})

    def test_force_complete_is_accepted_with_an_empty_answer(self):
        migration = self.path("forced")
        status, headers, body = self.force_complete("2.22", migration)
        self.assertEqual((status, headers["content-length"], body), (202, "0", None))
        self.assert_becomes("forced", "completed")
        self.assertEqual(self.ask("2.80", migration)[0], 404)

    def test_force_complete_takes_nothing_but_null(self):
        self.assert_fault(
            self.force_complete("2.80", self.path("steady"), '{"force_complete": {}}'), 400, "badRequest",
            "Invalid input for field/attribute force_complete. Value: {}. {} is not of type 'null'")
        self.assert_fault(self.force_complete("2.80", self.path("steady"), "{}"), 400, "badRequest",
                          "Malformed request body")

    def test_force_complete_in_the_wrong_state(self):
        preparing, migration, idle = self.server("preparing"), self.migration("preparing")["id"], self.server("idle")
        self.assert_fault(
            self.force_complete("2.80", self.path("preparing")), 400, "badRequest",
            f"Migration {migration} state of instance {preparing} is preparing. "
            "Cannot force complete while the migration is in this state.")
        self.assert_fault(self.force_complete("2.80", self.path("idle", UNKNOWN)), 409, "conflictingRequest",
                          f"Instance {idle} is in an invalid state for 'force_complete'")
        self.assert_fault(self.force_complete("2.80", self.path("steady", UNKNOWN)), 400, "badRequest",
                          f"Migration {UNKNOWN} not found for instance {self.server('steady')}")

    def test_start_is_accepted_with_an_empty_answer(self):
        status, headers, body = self.start("2.34", "started", '{"os-migrateLive": {"host": null, "block_migration": "auto"}}')
        self.assertEqual((status, headers["content-length"], body), (202, "0", None))
        again = self.start("2.1", "started", '{"os-migrateLive": {"host": null, "block_migration": false, "disk_over_commit": false}}')
        self.assert_fault(again, 409, "conflictingRequest", "Cannot 'os-migrateLive' instance "
                          f"{self.server('started')} while it is in task_state migrating")
        self.assert_becomes("started", "completed")

    def test_start_takes_what_its_microversion_has(self):
        for version, body, message in (
                ("2.1", '{"os-migrateLive": {"host": null, "block_migration": false}}',
                 "Invalid input for field/attribute os-migrateLive. Value: {'host': None, 'block_migration': False}. "
                 "'disk_over_commit' is a required property"),
                ("2.68", '{"os-migrateLive": {"host": "dest-host", "block_migration": "auto", "force": true}}',
                 "Invalid input for field/attribute os-migrateLive. Value: {'host': 'dest-host', 'block_migration': 'auto', "
                 "'force': True}. Additional properties are not allowed ('force' was unexpected)"),
                ("2.68", '{"reboot": {"type": "SOFT"}}', "There is no such action: reboot")):
            with self.subTest(version):
                self.assert_fault(self.start(version, "idle", body), 400, "badRequest", message)

    def test_abort_is_accepted_with_an_empty_answer(self):
        status, headers, body = self.ask("2.24", self.path("aborted"), "-X", "DELETE")
        self.assertEqual((status, headers["content-length"], body), (202, "0", None))
        self.assert_becomes("aborted", "cancelled")
        finished = self.migration("aborted")["id"]
        self.assert_fault(
            self.ask("2.24", self.path("aborted"), "-X", "DELETE"), 409, "conflictingRequest",
            f"Instance {self.server('aborted')} is in an invalid state for 'abort live migration'")
        self.assert_fault(
            self.ask("2.23", self.path("aborted")), 404, "itemNotFound",
            f"Live migration {finished} for server {self.server('aborted')} is not in progress.")

    def test_abort_early_needs_a_microversion(self):
        server, migration = self.server("aborted-early"), self.migration("aborted-early")["id"]
        self.assert_fault(
            self.ask("2.64", self.path("aborted-early"), "-X", "DELETE"), 400, "badRequest",
            f"Migration {migration} state of instance {server} is preparing. "
            "Cannot abort live migration while the migration is in this state.")
        self.assertEqual(self.ask("2.65", self.path("aborted-early"), "-X", "DELETE")[0], 202)
        self.assert_becomes("aborted-early", "cancelled")



if __name__ == "__main__":
    main()
