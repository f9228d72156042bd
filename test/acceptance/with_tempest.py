"""The tempest client library, which validates answers by its own schemas."""

from tempest.lib import exceptions
from tempest.lib.auth import AuthProvider
from tempest.lib.services.compute import base_compute_client
from tempest.lib.services.compute.migrations_client import MigrationsClient
from tempest.lib.services.compute.servers_client import ServersClient
from tempest.lib.services.compute.versions_client import VersionsClient

from clients import ALL_FIELDS, FIELDS, FIELDS_WITH_UUID, NOWHERE, UNKNOWN, ClientTest, main
from service import eventually


class NoKeystone(AuthProvider):
    """Sends requests where they are to go, with no more than a token."""

    def __init__(self, url):
        self._url = url

    def auth_request(self, method, url, headers=None, body=None, filters=None):
        return f"{self._url}/{url}", {**(headers or {}), "X-Auth-Token": "any"}, body

    def base_url(self, filters, auth_data=None):
        return self._url

    def get_token(self):
        return "any"

    def clear_auth(self):
        pass

    _decorate_request = _get_auth = _fill_credentials = is_expired = None


class TempestTest(ClientTest):
    def client(self, version=None, of=MigrationsClient):
        base_compute_client.COMPUTE_MICROVERSION = version
        return of(NoKeystone(self.service.url), "compute", "region")

    def path(self, name, migration=None):
        return f"servers/{self.server(name)}/migrations/{migration or self.migration(name)['id']}"

    def test_versions_fit_the_schemas(self):
        client = self.client(of=VersionsClient)
        listed = {each["id"]: each["version"] for each in client.list_versions()["versions"]}
        shown = client.get_version_by_url(f"{self.service.url}/")["version"]
        self.assertEqual((listed["v2.1"], shown["version"]), ("2.104", "2.104"))

    def test_all_migrations_fit_the_schema_of_each_microversion(self):
        # The schemas of this client end before 2.80, which adds owners.
        for version in None, "2.1", "2.22", "2.23", "2.58", "2.59", "2.65", "2.79":
            with self.subTest(version):
                listed = self.client(version).list_migrations()["migrations"]
                self.assertLessEqual({"completed", "running", "preparing"}, {each["status"] for each in listed})

    def test_filtered_migrations_fit_the_schema(self):
        migration, = self.client("2.59").list_migrations(
            instance_uuid=self.server("steady"), status="running", migration_type="live-migration")["migrations"]
        self.assertEqual(migration["uuid"], self.migration("steady")["uuid"])

    def test_a_migration_has_every_field_of_its_microversion(self):
        for version, fields in ("2.23", FIELDS), ("2.59", FIELDS_WITH_UUID), ("2.80", ALL_FIELDS):
            with self.subTest(version):
                client = self.client(version)
                answer, body = client.get(self.path("steady"))
                self.assertEqual(answer.status, 200)
                self.assert_is_steady(client._parse_resp(body), fields)

    def test_below_its_microversion_it_is_not_found(self):
        self.assert_refused(exceptions.NotFound, "The resource could not be found.",
                            self.client("2.22").get, self.path("steady"))

    def test_what_does_not_exist_is_not_found(self):
        client = self.client("2.65")
        self.assert_refused(exceptions.NotFound, f"In-progress live migration {UNKNOWN} is not found for server",
                            client.get, self.path("steady", UNKNOWN))
        self.assert_refused(exceptions.NotFound, f"Instance {NOWHERE} could not be found.",
                            client.get, f"servers/{NOWHERE}/migrations")
        self.assert_refused(exceptions.NotFound, f"Migration {UNKNOWN} not found for instance",
                            client.delete, self.path("steady", UNKNOWN))

    def test_force_complete_has_an_empty_answer(self):
        answer, body = self.client("2.22").post(self.path("forced") + "/action", '{"force_complete": null}')
        self.assertEqual((answer.status, body), (202, b""))
        self.assert_becomes("forced", "completed")

    def test_force_complete_with_an_argument_is_refused(self):
        self.assert_refused(exceptions.BadRequest, "Value: null. 'null' is not of type 'null'",
                            self.client("2.80").post, self.path("steady") + "/action", '{"force_complete": "null"}')

    # What tempest's api/compute/admin/test_live_migration.py and test_live_migration_negative.py do with a server of their own.
    def test_a_live_migrated_server_is_active_at_its_destination(self):
        servers, started = self.client("2.25", of=ServersClient), self.server("started")
        answer = servers.live_migrate_server(started, host="dest-host", block_migration="auto")
        self.assertEqual(answer.response.status, 202)
        self.assertEqual(self.shown("started")["status"], "MIGRATING")
        eventually(lambda: self.shown("started")["status"] == "ACTIVE", "the server is active again")
        self.assertEqual(self.shown("started")["OS-EXT-SRV-ATTR:host"], "dest-host")

    def test_live_migration_to_an_unknown_host_is_refused(self):
        self.assert_refused(exceptions.BadRequest, "Compute host no-such-host could not be found.",
                            self.client(of=ServersClient).live_migrate_server, self.server("idle"), host="no-such-host",
                            block_migration=False, disk_over_commit=False)
        self.assertEqual(self.shown("idle")["status"], "ACTIVE")

    def test_live_migration_of_a_suspended_server_is_a_conflict(self):
        self.assert_refused(exceptions.Conflict, "while it is in vm_state suspended",
                            self.client(of=ServersClient).live_migrate_server, self.server("suspended"), host="dest-host",
                            block_migration=False, disk_over_commit=False)

    def shown(self, name):
        return self.service.get(f"/servers/{self.server(name)}")["server"]

    def test_abort_has_an_empty_answer(self):
        answer, body = self.client("2.24").delete(self.path("aborted"))
        self.assertEqual((answer.status, body), (202, b""))
        self.assert_becomes("aborted", "cancelled")

    def test_abort_of_an_idle_server_is_a_conflict(self):
        self.assert_refused(exceptions.Conflict, "is in an invalid state for 'abort live migration'",
                            self.client("2.65").delete, self.path("idle", UNKNOWN))


if __name__ == "__main__":
    main()
