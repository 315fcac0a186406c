"""The Celery application. Tasks take ids, claim rows and call one service; Redis carries only the wake-up call."""

import os

from celery import Celery
from kombu.transport.redis import Channel

# kombu (5.7) fails with an AttributeError, and the worker ends, when it gives back calls it has not answered to a Redis
# that is away. Nobody needs them back: rows are the queue, and the sweeps find those whose call is lost.
Channel.do_restore = False

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.dev")

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
