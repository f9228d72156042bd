"""issue_expired.py USER PROJECT: prints a token once it has expired. The configuration makes tokens live for a second."""
import sys
import time

from keystone_app import Keystone

project, name = sys.argv.pop(), sys.argv.pop()  # Keystone reads the command line too.
token = Keystone().log_in(name, project)
time.sleep(2)
print(token)
