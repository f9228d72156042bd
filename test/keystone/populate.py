"""populate.py COMPUTE_URL: the users, projects and catalog that ./create.sh promises."""
import sys

from keystone_app import Keystone

compute_url = sys.argv.pop()  # Keystone reads the command line too.
keystone = Keystone()
keystone.log_in('admin', 'work')

roles = {name: keystone.find('role', name) or keystone.create('role', name=name)
         for name in ('manager', 'member', 'reader', 'service')}
projects = {'work': keystone.find('project', 'work')}
for name in ('other', 'service'):
    projects[name] = keystone.create('project', name=name, domain_id='default')

for name, project, role in (
        ('manager', 'work', 'manager'), ('member', 'work', 'member'), ('reader', 'work', 'reader'),
        ('outsider', 'other', 'member'), ('migrations', 'service', 'service')):
    user = keystone.create('user', name=name, password='secret of ' + name, domain_id='default')
    keystone.assign(user, projects[project], roles[role])

compute = keystone.create('service', type='compute', name='nova')
# Nova's endpoint, where nobody answers, and that of the service, in a region of its own.
for region, url in ('RegionOne', 'http://127.0.0.1:9/v2.1'), ('host1', compute_url):
    for interface in ('public', 'internal', 'admin'):
        keystone.create('endpoint', service_id=compute, interface=interface, url=url, region=region)
