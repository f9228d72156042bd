"""Keystone's application called in this process, so that nothing has to listen while it is filled."""
import json

import webob
from keystone.server.wsgi import initialize_public_application


class Keystone:
    def __init__(self):
        self._app = initialize_public_application()
        self.token = None

    def log_in(self, name, project):
        """Takes a token of the user and keeps it for the calls that follow."""
        response = self._send('POST', '/v3/auth/tokens', {'auth': {
            'identity': {'methods': ['password'], 'password': {
                'user': {'name': name, 'domain': {'name': 'Default'}, 'password': 'secret of ' + name}}},
            'scope': {'project': {'name': project, 'domain': {'name': 'Default'}}}}})
        self.token = response.headers['X-Subject-Token']
        return self.token

    def create(self, kind, **attributes):
        """Creates a thing and returns its id."""
        return self._send('POST', '/v3/%ss' % kind, {kind: attributes}).json[kind]['id']

    def find(self, kind, name):
        """The id of a thing, or None."""
        found = self._send('GET', '/v3/%ss?name=%s' % (kind, name)).json[kind + 's']
        return found[0]['id'] if found else None

    def assign(self, user, project, role):
        self._send('PUT', '/v3/projects/%s/users/%s/roles/%s' % (project, user, role))

    def _send(self, method, path, body=None):
        request = webob.Request.blank(path, method=method, content_type='application/json')
        if body is not None:
            request.body = json.dumps(body).encode()
        if self.token:
            request.headers['X-Auth-Token'] = self.token
        response = request.get_response(self._app)
        if response.status_int >= 300:
            raise SystemExit('%s %s: %s %s' % (method, path, response.status, response.text))
        return response
