"""python-novaclient: the `nova` command, which asks for the server's microversions first."""

from clients import ALL_FIELDS, FIELDS, FIELDS_WITH_UUID, NOWHERE, UNKNOWN, CommandTest, main


class NovaTest(CommandTest):
    def command(self, version):
        return ["nova", "--os-auth-type", "none", "--os-endpoint", self.service.url,
                "--os-compute-api-version", version]

    def environment(self):
        # The command insists on them, and uses none.
        return {"OS_USERNAME": "nobody", "OS_PROJECT_NAME": "nothing", "OS_AUTH_URL": "http://127.0.0.1:9"}

    def rows(self, version, *arguments):
        """The lines of the printed table, without its frame and head."""
        lines = self.assert_succeeds(version, *arguments).splitlines()
        cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
        return cells[1:]

    def show(self, version, name):
        printed = dict(self.rows(version, "server-migration-show", name, self.migration(name)["id"]))
        return {field: int(value) if value.isdigit() else None if value == "-" else value
                for field, value in printed.items()}

    def test_show_prints_every_field_of_its_microversion(self):
        for version, fields in ("2.23", FIELDS), ("2.59", FIELDS_WITH_UUID), ("2.80", ALL_FIELDS):
            with self.subTest(version):
                self.assert_is_steady(self.show(version, "steady"), fields)

    def test_show_agrees_on_a_microversion_with_the_service(self):
        self.assert_is_steady(self.show("2.latest", "steady"), ALL_FIELDS)

    def test_show_below_its_microversion_does_not_exist(self):
        ended = self.run_command("2.22", "server-migration-show", self.server("steady"), 1)
        self.assertEqual(ended.returncode, 2)
        self.assertIn("invalid choice", ended.stderr)

    def test_a_microversion_beyond_the_client_is_refused(self):
        self.assert_fails("2.999", "server-migration-list", self.server("steady"),
                          because="The valid version range is '2.1' to '2.92'")

    def test_show_of_an_unknown_migration(self):
        self.assert_fails("2.65", "server-migration-show", self.server("steady"), UNKNOWN,
                          because=f"ERROR (NotFound): In-progress live migration {UNKNOWN} is not found for server "
                                  f"{self.server('steady')}. (HTTP 404)")

    def test_an_unknown_server(self):
        for arguments in ["server-migration-list"], ["server-migration-show", 1], ["live-migration-abort", 1]:
            with self.subTest(arguments[0]):
                call, *rest = arguments
                self.assert_fails("2.65", call, NOWHERE, *rest,
                                  because=f"No server with a name or ID of '{NOWHERE}' exists.")

    def test_list_of_a_server_by_id_and_by_name(self):
        for server in self.server("preparing"), "preparing":
            with self.subTest(server):
                row, = self.rows("2.80", "server-migration-list", server)
                self.assertEqual(row[0], str(self.migration("preparing")["id"]))
                self.assertIn(self.server("preparing"), row)
                self.assertIn("preparing", row)

    def test_list_of_an_idle_server_is_empty(self):
        self.assertEqual(self.rows("2.23", "server-migration-list", self.server("idle")), [])

    def test_list_of_all_migrations(self):
        for version in "2.1", "2.59", "2.80":
            with self.subTest(version):
                listed = {cell for row in self.rows(version, "migration-list") for cell in row}
                self.assertLess({self.server("steady"), self.server("finished"), "completed"}, listed)

    def test_servers_are_listed_and_shown(self):
        for version in "2.1", "2.46", "2.47", "2.latest":
            with self.subTest(version):
                listed = {row[1]: row for row in self.rows(version, "list")}
                self.assertEqual({name: row[0] for name, row in listed.items()}, self.servers)
                self.assertEqual(listed["steady"][2:4], ["MIGRATING", "migrating"])
                shown = dict(self.rows(version, "show", "steady"))
                self.assertEqual((shown["id"], shown["status"], shown["metadata"]),
                                 (self.server("steady"), "MIGRATING", "{}"))

    def test_force_complete_ends_the_migration(self):
        self.assert_succeeds_silently("2.22", "live-migration-force-complete",
                                      "forced", self.migration("forced")["id"])
        self.assert_becomes("forced", "completed")

    def test_force_complete_of_an_unknown_migration(self):
        server = self.server("steady")
        self.assert_fails("2.22", "live-migration-force-complete", server, UNKNOWN,
                          because=f"ERROR (BadRequest): Migration {UNKNOWN} not found for instance {server} (HTTP 400)")

    def test_force_complete_too_early(self):
        server, migration = self.server("preparing"), self.migration("preparing")["id"]
        self.assert_fails("2.80", "live-migration-force-complete", server, migration,
                          because=f"ERROR (BadRequest): Migration {migration} state of instance {server} is preparing. "
                                  "Cannot force complete while the migration is in this state. (HTTP 400)")

    def test_abort_cancels_the_migration(self):
        self.assert_succeeds_silently("2.24", "live-migration-abort", "aborted", self.migration("aborted")["id"])
        self.assert_becomes("aborted", "cancelled")

    def test_force_complete_is_an_action_of_the_server(self):
        server, migration = self.server("forced-post-copy"), self.migration("forced-post-copy")["id"]
        self.assert_succeeds_silently("2.22", "live-migration-force-complete", server, migration)
        self.assert_becomes("forced-post-copy", "running (post-copy)")
        for version in "2.1", "2.58", "2.66", "2.84":
            with self.subTest(version):
                row, = self.rows(version, "instance-action-list", "forced-post-copy")
                self.assertEqual(row[0], "live_migration_force_complete")
                printed = self.rows(version, "instance-action", server, row[1])
                self.assertIn(["instance_uuid", server], printed)
                self.assertIn(["request_id", row[1]], printed)
                self.assertIn("'compute_live_migration_force_complete'", " ".join(cells[1] for cells in printed))

    def test_live_migration_ends_at_another_host(self):
        self.assert_succeeds_silently("2.30", "live-migration", "--force", "started", "dest-host")
        self.assertEqual(dict(self.rows("2.30", "show", "started"))["status"], "MIGRATING")
        self.assert_becomes("started", "completed")
        row, = self.rows("2.84", "instance-action-list", "started")
        self.assertEqual(row[0], "live-migration")

    def test_live_migration_that_is_refused(self):
        for version, arguments, because in (
                ("2.1", ("--block-migrate", "unfit", "unfit-host"), "Unacceptable CPU info: CPU does not have compatibility. (HTTP 400)"),
                ("2.25", ("unfit", "no-such-host"), "Compute host no-such-host could not be found. (HTTP 400)"),
                ("2.68", ("suspended",), "while it is in vm_state suspended (HTTP 409)")):
            with self.subTest(because):
                self.assert_fails(version, "live-migration", *arguments, because=because)

    def test_actions_of_an_idle_server(self):
        self.assertEqual(self.rows("2.66", "instance-action-list", "idle"), [])
        self.assert_fails("2.66", "instance-action", "idle", f"req-{NOWHERE}",
                          because=f"Action req-{NOWHERE} not found (HTTP 404)")

    def test_abort_early(self):
        server, migration = self.server("aborted-early"), self.migration("aborted-early")["id"]
        self.assert_succeeds_silently("2.65", "live-migration-abort", server, migration)
        self.assert_becomes("aborted-early", "cancelled")

    def test_abort_of_an_idle_server(self):
        server = self.server("idle")
        self.assert_fails("2.24", "live-migration-abort", server, UNKNOWN,
                          because=f"Instance {server} is in an invalid state for 'abort live migration' (HTTP 409)")


if __name__ == "__main__":
    main()
