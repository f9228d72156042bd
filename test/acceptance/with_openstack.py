"""python-openstackclient: the commands of `openstack server migration`, and `openstack server migrate --live-migration`."""

import json

from clients import ALL_FIELDS, FIELDS, FIELDS_WITH_UUID, NOWHERE, UNKNOWN, CommandTest, main
from service import eventually


class OpenStackTest(CommandTest):
    def command(self, version):
        return ["openstack", "--os-auth-type", "none", "--os-endpoint", self.service.url,
                "--os-compute-api-version", version]

    def show(self, version, server, migration):
        """The printed columns, named as the fields they show."""
        printed = json.loads(self.assert_succeeds(
            version, "server", "migration", "show", server, migration, "-f", "json"))
        return {column.lower().replace(" ", "_"): value for column, value in printed.items()}

    def list(self, version, *arguments):
        return json.loads(self.assert_succeeds(version, "server", "migration", "list", *arguments, "-f", "json"))

    def test_show_prints_every_field_of_its_microversion(self):
        for version, fields in ("2.24", FIELDS), ("2.59", FIELDS_WITH_UUID), ("2.80", ALL_FIELDS):
            with self.subTest(version):
                shown = self.show(version, self.server("steady"), self.migration("steady")["id"])
                self.assert_is_steady(shown, fields)

    def test_show_takes_the_newest_version_that_the_client_knows(self):
        shown = self.show("2.latest", self.server("steady"), self.migration("steady")["id"])
        self.assert_is_steady(shown, ALL_FIELDS)

    def test_show_takes_the_uuid_of_a_migration(self):
        shown = self.show("2.59", self.server("steady"), self.migration("steady")["uuid"])
        self.assertEqual(shown["id"], self.migration("steady")["id"])

    def test_show_takes_the_name_of_a_server(self):
        shown = self.show("2.59", "forced-post-copy", self.migration("forced-post-copy")["id"])
        self.assertEqual(shown["server_uuid"], self.server("forced-post-copy"))

    def test_show_below_its_microversion_is_refused(self):
        self.assert_fails("2.23", "server", "migration", "show", self.server("steady"), 1,
                          because="--os-compute-api-version 2.24 or greater is required")

    def test_show_of_an_unknown_migration(self):
        server = self.server("steady")
        self.assert_fails("2.65", "server", "migration", "show", server, UNKNOWN,
                          because=f"In-progress live migration {UNKNOWN} is not found for server {server}. (HTTP 404)")

    def test_show_of_an_unknown_uuid(self):
        server = self.server("steady")
        self.assert_fails("2.59", "server", "migration", "show", server, NOWHERE,
                          because=f"In-progress live migration {NOWHERE} is not found for server {server}")

    def test_show_of_a_finished_migration(self):
        finished, server = self.migration("finished")["id"], self.server("finished")
        self.assert_fails("2.65", "server", "migration", "show", server, finished,
                          because=f"Live migration {finished} for server {server} is not in progress. (HTTP 404)")

    def test_an_unknown_server(self):
        for call in ["show"], ["abort"], ["force", "complete"]:
            with self.subTest(call):
                self.assert_fails("2.65", "server", "migration", *call, NOWHERE, 1,
                                  because=f"No server with a name or ID of '{NOWHERE}' exists.")

    def test_list_of_a_server(self):
        for version in "2.1", "2.23", "2.59", "2.80":
            with self.subTest(version):
                row, = self.list(version, "--server", self.server("finished"), "--type", "live-migration")
                recorded = self.migration("finished")
                self.assertEqual(row["Status"], "completed")
                self.assertEqual((row["Server UUID"], row["Source Compute"], row["Dest Compute"], row["Created At"]),
                                 (self.server("finished"), "source-host", "dest-host", recorded["created_at"]))

    def test_list_by_status_and_host(self):
        rows = self.list("2.65", "--status", "preparing", "--host", "source-host")
        self.assertLessEqual({row["Server UUID"] for row in rows},
                             {self.server("preparing"), self.server("aborted-early")})
        self.assertIn(self.server("preparing"), {row["Server UUID"] for row in rows})
        self.assertEqual(self.list("2.65", "--host", "another-host"), [])

    def test_list_page_by_page(self):
        first, = self.list("2.59", "--limit", "1")
        second, = self.list("2.59", "--limit", "1", "--marker", first["UUID"])
        self.assertGreater(first["Id"], second["Id"])

    def test_list_after_an_unknown_marker(self):
        self.assert_fails("2.59", "server", "migration", "list", "--marker", NOWHERE,
                          because=f"Marker {NOWHERE} could not be found. (HTTP 400)")

    def test_servers_are_listed_and_shown(self):
        for version in "2.1", "2.46", "2.47", "2.latest":
            with self.subTest(version):
                listed = {row["ID"]: row for row in json.loads(self.assert_succeeds(version, "server", "list", "-f", "json"))}
                self.assertEqual(set(listed), set(self.servers.values()))
                self.assertEqual((listed[self.server("steady")]["Name"], listed[self.server("steady")]["Status"]),
                                 ("steady", "MIGRATING"))
                detailed, = json.loads(self.assert_succeeds(
                    version, "server", "list", "--long", "--name", "steady", "-f", "json"))
                self.assertEqual((detailed["Task State"], detailed["Host"]), ("migrating", "source-host"))
                shown = json.loads(self.assert_succeeds(version, "server", "show", "steady", "-f", "json"))
                self.assertEqual((shown["id"], shown["status"], shown["properties"], shown["addresses"]),
                                 (self.server("steady"), "MIGRATING", {}, {}))

    def test_force_complete_ends_the_migration(self):
        self.assert_succeeds_silently("2.22", "server", "migration", "force", "complete",
                                      "forced", self.migration("forced")["id"])
        self.assert_becomes("forced", "completed")

    def test_force_complete_by_uuid_switches_to_post_copy(self):
        server, migration = self.server("forced-post-copy"), self.migration("forced-post-copy")
        self.assert_succeeds_silently("2.59", "server", "migration", "force", "complete", server, migration["uuid"])
        self.assert_becomes("forced-post-copy", "running (post-copy)")
        self.assertEqual(self.show("2.65", server, migration["id"])["status"], "running (post-copy)")
        state = f"Migration {migration['id']} state of instance {server} is running (post-copy). "
        rest = " while the migration is in this state. (HTTP 400)"
        self.assert_fails("2.65", "server", "migration", "force", "complete", server, migration["id"],
                          because=f"{state}Cannot force complete{rest}")
        self.assert_fails("2.65", "server", "migration", "abort", server, migration["id"],
                          because=f"{state}Cannot abort live migration{rest}")

    def test_force_complete_below_its_microversion_is_refused(self):
        self.assert_fails("2.21", "server", "migration", "force", "complete", self.server("steady"), 1,
                          because="--os-compute-api-version 2.22 or greater is required")

    def test_force_complete_of_an_unknown_migration(self):
        server = self.server("steady")
        self.assert_fails("2.24", "server", "migration", "force", "complete", server, UNKNOWN,
                          because=f"Migration {UNKNOWN} not found for instance {server} (HTTP 400)")

    def test_force_complete_of_an_idle_server(self):
        server = self.server("idle")
        self.assert_fails("2.24", "server", "migration", "force", "complete", server, UNKNOWN,
                          because=f"Instance {server} is in an invalid state for 'force_complete' (HTTP 409)")

    def test_force_complete_too_early(self):
        server, migration = self.server("preparing"), self.migration("preparing")["id"]
        self.assert_fails("2.24", "server", "migration", "force", "complete", server, migration,
                          because=f"Migration {migration} state of instance {server} is preparing. "
                                  "Cannot force complete while the migration is in this state. (HTTP 400)")

    def events(self, *arguments):
        return json.loads(self.assert_succeeds("2.84", "server", "event", *arguments, "-f", "json"))

    def test_abort_cancels_the_migration_and_is_an_event_of_the_server(self):
        self.assert_succeeds_silently("2.24", "server", "migration", "abort",
                                      self.server("aborted"), self.migration("aborted")["id"])
        self.assert_becomes("aborted", "cancelled")

        row, = self.events("list", "aborted")
        self.assertEqual((row["Action"], row["Server ID"]), ("live_migration_cancel", self.server("aborted")))
        detailed, = self.events("list", "--long", "--limit", "5", self.server("aborted"))
        self.assertEqual((detailed["Request ID"], detailed["Message"], detailed["User ID"]), (row["Request ID"], None, None))
        shown = self.events("show", self.server("aborted"), row["Request ID"])
        self.assertEqual((shown["action"], shown["start_time"]), ("live_migration_cancel", row["Start Time"]))
        done, = shown["events"]
        self.assertEqual((done["event"], done["result"], done["host"]),
                         ("compute_live_migration_abort", "Success", "source-host"))
        self.assertEqual(self.events("list", "--changes-before", "2020-01-01T00:00:00", "aborted"), [])

    def test_events_of_an_idle_server(self):
        self.assertEqual(self.events("list", "idle"), [])
        self.assert_fails("2.84", "server", "event", "show", "idle", f"req-{NOWHERE}",
                          because=f"Action req-{NOWHERE} not found")

    def test_live_migration_is_waited_for_and_is_an_event_of_the_server(self):
        printed = self.assert_succeeds("2.30", "server", "migrate", "--live-migration", "--host", "dest-host", "--wait", "started")
        self.assertIn("Complete", printed)
        self.assertEqual(self.migration("started")["status"], "completed")
        shown = json.loads(self.assert_succeeds("2.30", "server", "show", "started", "-f", "json"))
        self.assertEqual((shown["status"], shown["OS-EXT-SRV-ATTR:host"]), ("ACTIVE", "dest-host"))

        row, = self.events("list", "started")
        self.assertEqual(row["Action"], "live-migration")
        done = {each["event"]: each["result"] for each in self.events("show", "started", row["Request ID"])["events"]}
        self.assertEqual(done, {"conductor_migrate_server": "Success", "compute_live_migration": "Success"})

    def test_live_migration_that_the_pre_check_refuses(self):
        migrate = "server", "migrate", "--live-migration", "--host", "unfit-host", "unfit"
        self.assert_fails("2.30", *migrate, because="No valid host was found.")
        self.assert_succeeds_silently("2.34", *migrate)
        row = eventually(lambda: next((row for row in self.events("list", "--long", "unfit")
                                       if row["Message"] == "Error"), None), "the start has failed")
        done, = self.events("show", "unfit", row["Request ID"])["events"]
        self.assertEqual((done["event"], done["result"]), ("conductor_live_migrate_instance", "Error"))
        self.assertIn("CPU does not have compatibility.", done["details"])

    def test_live_migration_that_is_refused_at_once(self):
        for version, host, server, because in (
                ("2.30", "no-such-host", "idle", "Compute host no-such-host could not be found. (HTTP 400)"),
                ("2.68", "dest-host", "suspended", "while it is in vm_state suspended (HTTP 409)"),
                ("2.68", "dest-host", "steady", "while it is in task_state migrating (HTTP 409)")):
            with self.subTest(because):
                self.assert_fails(version, "server", "migrate", "--live-migration", "--host", host, server, because=because)

    def test_abort_early_needs_a_microversion_and_takes_a_uuid(self):
        server, migration = self.server("aborted-early"), self.migration("aborted-early")
        self.assert_fails("2.64", "server", "migration", "abort", server, migration["id"],
                          because=f"Migration {migration['id']} state of instance {server} is preparing. "
                                  "Cannot abort live migration while the migration is in this state. (HTTP 400)")
        self.assert_succeeds_silently("2.65", "server", "migration", "abort", server, migration["uuid"])
        self.assert_becomes("aborted-early", "cancelled")

    def test_abort_of_an_unknown_migration(self):
        server = self.server("steady")
        self.assert_fails("2.24", "server", "migration", "abort", server, UNKNOWN,
                          because=f"Migration {UNKNOWN} not found for instance {server} (HTTP 404)")


if __name__ == "__main__":
    main()
