"""openstacksdk: a Python program's view."""

import openstack
from openstack import exceptions
from openstack.compute.v2.server_action import ServerAction
from openstack.compute.v2.server_migration import ServerMigration

from clients import ALL_FIELDS, NOWHERE, UNKNOWN, ClientTest, main

ACTIONS = "/servers/%(server_id)s/os-instance-actions"


class SdkTest(ClientTest):
    def connect(self, version=None):
        settings = {"compute_default_microversion": version} if version else {}
        connection = openstack.connect(
            load_yaml_config=False, load_envvars=False, auth_type="none", endpoint=self.service.url, **settings)
        self.addCleanup(connection.close)
        return connection.compute

    def show(self, compute, name):
        return compute.get_server_migration(self.migration(name)["id"], self.server(name))

    def test_discovery_agrees_on_a_microversion(self):
        supported = self.connect().get_endpoint_data()
        self.assertEqual((supported.min_microversion, supported.max_microversion), ((2, 1), (2, 104)))

    def test_show_has_every_field(self):
        shown = self.show(self.connect(), "steady")
        fields = {field: getattr(shown, field) for field in ALL_FIELDS - {"server_uuid"}}
        self.assert_is_steady(fields | {"server_uuid": shown.server_id}, ALL_FIELDS)

    def test_show_below_the_microversion_of_a_field_lacks_it(self):
        shown = self.show(self.connect("2.58"), "steady")
        self.assertEqual((shown.id, shown.uuid, shown.project_id), (self.migration("steady")["id"], None, None))

    def test_show_below_its_microversion_is_not_found(self):
        self.assert_refused(exceptions.NotFoundException, "The resource could not be found.",
                            self.show, self.connect("2.22"), "steady")

    def test_a_microversion_beyond_the_service_is_refused(self):
        self.assert_refused(
            exceptions.ConfigException, "a minimum of 2.1 and a maximum of 2.104", self.connect, "2.999")

    def test_show_of_what_does_not_exist(self):
        compute, server = self.connect(), self.server("steady")
        for migration, place, message in (
                (UNKNOWN, server, f"In-progress live migration {UNKNOWN} is not found for server {server}."),
                (1, NOWHERE, f"Instance {NOWHERE} could not be found.")):
            with self.subTest(message):
                self.assert_refused(exceptions.NotFoundException, message,
                                    compute.get_server_migration, migration, place, ignore_missing=False)

    def test_list_of_a_server(self):
        # compute.server_migrations() of this client refuses its own arguments.
        migration, = ServerMigration.list(self.connect(), server_uuid=self.server("steady"))
        self.assertEqual(migration.id, self.migration("steady")["id"])

    def test_list_of_all_migrations(self):
        listed = {each.server_id: each for each in self.connect().migrations()}
        self.assertEqual(listed[self.server("finished")].status, "completed")
        self.assertEqual(listed[self.server("steady")].id, self.migration("steady")["id"])

    def test_servers_are_listed_and_shown(self):
        for version in "2.1", "2.46", "2.47", None:
            with self.subTest(version):
                compute = self.connect(version)
                self.assertEqual({each.name: each.id for each in compute.servers()}, self.servers)
                shown = compute.get_server(self.server("steady"))
                self.assertEqual((shown.name, shown.status, shown.task_state, shown.metadata, shown.addresses),
                                 ("steady", "MIGRATING", "migrating", {}, {}))

    def test_a_server_by_its_name(self):
        found = self.connect().find_server("forced-post-copy")
        self.assertEqual(found.id, self.server("forced-post-copy"))

    def test_force_complete_switches_to_post_copy(self):
        compute, server = self.connect(), self.server("forced-post-copy")
        migration = self.migration("forced-post-copy")["id"]
        compute.force_complete_server_migration(migration, server)
        self.assert_becomes("forced-post-copy", "running (post-copy)")
        self.assert_refused(
            exceptions.BadRequestException,
            f"Migration {migration} state of instance {server} is running (post-copy). "
            "Cannot abort live migration while the migration is in this state.",
            compute.abort_server_migration, migration, server, ignore_missing=False)

    def test_force_complete_of_an_unknown_migration(self):
        server = self.server("steady")
        self.assert_refused(exceptions.BadRequestException, f"Migration {UNKNOWN} not found for instance {server}",
                            self.connect().force_complete_server_migration, UNKNOWN, server)

    def test_force_complete_of_an_idle_server(self):
        server = self.server("idle")
        self.assert_refused(exceptions.ConflictException,
                            f"Instance {server} is in an invalid state for 'force_complete'",
                            self.connect().force_complete_server_migration, UNKNOWN, server)

    def test_abort_cancels_the_migration(self):
        self.connect().abort_server_migration(self.migration("aborted")["id"], self.server("aborted"))
        self.assert_becomes("aborted", "cancelled")

    def test_live_migration_ends_at_another_host(self):
        compute = self.connect()
        compute.live_migrate_server(self.server("started"), block_migration="auto")
        self.assertEqual(compute.get_server(self.server("started")).status, "MIGRATING")
        self.assert_becomes("started", "completed")
        self.assertEqual(compute.get_server(self.server("started")).compute_host, "dest-host")

    def test_live_migration_that_is_refused(self):
        compute = self.connect()
        for server, host, error, message in (
                ("idle", "no-such-host", exceptions.BadRequestException, "Compute host no-such-host could not be found."),
                ("unfit", "unfit-host", exceptions.BadRequestException, "No valid host was found."),
                ("suspended", None, exceptions.ConflictException, "while it is in vm_state suspended")):
            with self.subTest(message):
                self.assert_refused(error, message, compute.live_migrate_server, self.server(server), host=host)

    # compute.server_actions() and get_server_action() of this client never fill in the path.
    def actions(self, compute, server):
        return ServerAction.list(compute, base_path=ACTIONS, server_id=server)

    def action(self, compute, server, request):
        return ServerAction.new(id=request, server_id=server).fetch(compute, base_path=ACTIONS)

    def test_force_complete_is_an_action_of_the_server(self):
        compute, server = self.connect(), self.server("forced")
        compute.force_complete_server_migration(self.migration("forced")["id"], server)
        self.assert_becomes("forced", "completed")
        action, = self.actions(compute, server)
        self.assertEqual(action.action, "live_migration_force_complete")
        shown = self.action(compute, server, action.request_id)
        self.assertEqual((shown.request_id, shown.server_id, shown.message), (action.request_id, server, None))
        done, = shown.events
        self.assertEqual((done["event"], done["result"], done["host"]),
                         ("compute_live_migration_force_complete", "Success", "source-host"))

    def test_actions_of_an_idle_server(self):
        compute, server = self.connect(), self.server("idle")
        self.assertEqual(list(self.actions(compute, server)), [])
        self.assert_refused(exceptions.NotFoundException, f"Action req-{NOWHERE} not found",
                            self.action, compute, server, f"req-{NOWHERE}")

    def test_abort_of_an_unknown_migration(self):
        server = self.server("steady")
        self.assert_refused(exceptions.NotFoundException, f"Migration {UNKNOWN} not found for instance {server}",
                            self.connect().abort_server_migration, UNKNOWN, server, ignore_missing=False)

    def test_abort_early_needs_a_microversion(self):
        server, migration = self.server("aborted-early"), self.migration("aborted-early")["id"]
        self.assert_refused(exceptions.BadRequestException, "Cannot abort live migration",
                            self.connect("2.64").abort_server_migration, migration, server, ignore_missing=False)
        self.connect("2.65").abort_server_migration(migration, server)
        self.assert_becomes("aborted-early", "cancelled")


if __name__ == "__main__":
    main()
