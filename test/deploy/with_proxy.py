"""nginx and HAProxy as the compute endpoint, before this service and a Nova that tells what it was asked."""

import http.client
import json
import ssl
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from proxies import HaProxy, Nginx
from service import Service, eventually
from steps import main

PROJECT = "4d2f8a0c6b1e4f5a9c3d7e8b0a1c2d3e"
HOST = "compute.example.org:8774"
LONG = 24 << 20


class Nova(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        asked = {"nova": self.path, "method": self.command, "body": body,
                 "headers": {name.lower(): value for name, value in self.headers.items()}}
        content = b"x" * LONG if self.path == "/long" else json.dumps(asked).encode()
        self.send_response(200)
        self.send_header("x-openstack-request-id", "req-of-nova")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = do_PUT = answer

    def log_message(self, *_):
        """It has no log."""


class NovaServer(ThreadingHTTPServer):
    def handle_error(self, *_):
        """A proxy may close connections as it likes."""


class ProxyTests:
    """What holds for each proxy."""

    proxy_class = None

    @classmethod
    def setUpClass(cls):
        nova = NovaServer(("127.0.0.1", 0), Nova)
        threading.Thread(target=nova.serve_forever, daemon=True).start()
        cls.addClassCleanup(nova.shutdown)
        cls.service = cls.enterClassContext(Service(**{"Proxies:Trusted": "127.0.0.1"}))
        cls.servers = cls.service.when_ready()
        cls.proxy = cls.enterClassContext(
            cls.proxy_class(f"127.0.0.1:{nova.server_port}", cls.service.root.removeprefix("http://")))

    def ask(self, path, method="GET", body=None, source="127.0.0.1", **headers):
        """Status, headers and body of an answer over https."""
        trusted = ssl.create_default_context(cafile=self.proxy.certificate)
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.proxy.port, timeout=30, context=trusted, source_address=(source, 0))
        sent = {"Host": HOST, "OpenStack-API-Version": "compute 2.80",
                **{name.replace("_", "-"): value for name, value in headers.items()}}
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, content

    def path(self, name):
        server = self.servers[name]
        return f"/v2.1/servers/{server}/migrations/{self.service.history()[server]['id']}"

    def test_calls_of_the_server_migrations_api_reach_the_service(self):
        steady = self.path("steady")
        for path in (steady, steady.rpartition("/")[0], steady + "/progress", steady.rpartition("/")[0] + "?x=1",
                     steady.replace("/v2.1/", f"/v2.1/{PROJECT}/")):
            with self.subTest(path):
                status, headers, body = self.ask(path, X_Auth_Token=f"me:{PROJECT}:admin")
                self.assertIn(status, (200, 400))
                self.assertNotIn("nova", json.loads(body))
                self.assertEqual(headers["openstack-api-version"], "compute 2.80")

    def test_a_stream_of_events_is_passed_on_as_it_comes(self):
        trusted = ssl.create_default_context(cafile=self.proxy.certificate)
        connection = http.client.HTTPSConnection("127.0.0.1", self.proxy.port, timeout=30, context=trusted)
        self.addCleanup(connection.close)
        connection.request("GET", f"/v2.1/{PROJECT}/migration-events", headers={
            "Host": HOST, "OpenStack-API-Version": "compute 2.80", "X-Auth-Token": f"me:{PROJECT}:admin"})
        answer = connection.getresponse()
        self.assertEqual((answer.status, answer.getheader("Content-Type")), (200, "text/event-stream"))
        # The stream has no end: a proxy that collects it passes on nothing.
        names = []
        while "heartbeat" not in names:
            field, _, value = answer.readline().decode().partition(": ")
            names += [value.strip()] if field == "event" else []
        self.assertEqual(names[0], "snapshot")

    def test_all_else_reaches_nova_as_it_was_asked(self):
        server = self.servers["steady"]
        for path in ("/", "/v2.1/", "/v2.1/servers", f"/v2.1/servers/{server}", f"/v2.1/servers/{server}/action",
                     "/v2.1/os-migrations?limit=1&marker=%20a", f"/v2.1/servers/{server}/migrationsome",
                     f"/v2.1/{PROJECT}/flavors", f"/v2.1/servers/{server}/os-interface/migrations"):
            with self.subTest(path):
                status, headers, body = self.ask(path)
                asked = json.loads(body)
                self.assertEqual((status, asked["nova"], headers["x-openstack-request-id"]), (200, path, "req-of-nova"))
        asked = json.loads(self.ask("/v2.1/servers", "POST", '{"server": {}}')[2])
        self.assertEqual((asked["method"], asked["body"]), ("POST", '{"server": {}}'))

    def test_a_migration_is_forced_to_complete_and_another_aborted(self):
        status, *_ = self.ask(self.path("forced") + "/action", "POST", '{"force_complete": null}',
                              Content_Type="application/json")
        self.assertEqual(status, 202)
        status, *_ = self.ask(self.path("aborted"), "DELETE")
        self.assertEqual(status, 202)
        for name, end in ("forced", "completed"), ("aborted", "cancelled"):
            eventually(lambda: self.service.history()[self.servers[name]]["status"] == end, f"{name} is {end}")

    def test_host_and_scheme_are_the_callers(self):
        headers = json.loads(self.ask("/v2.1/servers", X_Forwarded_For="203.0.113.9", X_Forwarded_Host="evil",
                                      X_Forwarded_Proto="gopher")[2])["headers"]
        self.assertEqual(
            [headers[name] for name in ("host", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-for")],
            [HOST, HOST, "https", "127.0.0.1"])

    def test_a_refusal_is_logged_with_the_callers_own_address(self):
        status, *_ = self.ask(self.path("steady"), source="127.0.0.7", X_Forwarded_For="203.0.113.9",
                              X_Auth_Token=f"me:{PROJECT}:member")
        self.assertEqual(status, 403)
        eventually(lambda: "127.0.0.7" in self.service.printed(), "the caller's address is logged")
        self.assertNotIn("203.0.113.9", self.service.printed())

    def test_request_ids_come_back_and_are_in_the_proxys_log(self):
        _, headers, _ = self.ask(self.path("steady"))
        self.assertRegex(headers["x-openstack-request-id"], "^req-[0-9a-f-]{36}$")
        eventually(lambda: headers["x-openstack-request-id"] in self.proxy.access_log(), "the id is in the log")

    def test_long_answers_come_whole(self):
        self.assertEqual(len(self.ask("/long")[2]), LONG)

    def test_a_body_in_chunks_is_read(self):
        status, _, body = self.ask(self.path("steady") + "/action", "POST", iter([b'{"force_', b'nothing": null}']),
                                   Content_Type="application/json")
        self.assertEqual((status, "badRequest" in json.loads(body)), (400, True))

    def test_refusals_are_the_services_own(self):
        status, headers, body = self.ask("/v2.1/servers/5/migrations")
        self.assertEqual((status, json.loads(body)["itemNotFound"]["message"]), (404, "Instance 5 could not be found."))
        self.assertEqual(headers["content-type"], "application/json; charset=UTF-8")

    def test_without_the_service_callers_are_told_in_their_form(self):
        with self.proxy_class("127.0.0.1:1", "127.0.0.1:1") as proxy:
            lonely = type(self)("ask")
            lonely.proxy = proxy
            status, headers, body = lonely.ask(self.path("steady"))
        self.assertEqual((status, json.loads(body)["serviceUnavailable"]["code"]), (503, 503))
        self.assertEqual((headers["content-type"], headers["retry-after"]), ("application/json", "5"))


class NginxTest(ProxyTests, unittest.TestCase):
    proxy_class = Nginx


class HaProxyTest(ProxyTests, unittest.TestCase):
    proxy_class = HaProxy


if __name__ == "__main__":
    main()
