"""WSGI entry point. What wraps the application (a page cache, later) wraps it here."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

application = get_wsgi_application()

# What is there now stays till the process ends: the collector need not go through it again while somebody waits. By
# Python's own threshold it would look after every 700 objects, which is many times a page.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 20)
