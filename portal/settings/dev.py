"""`make run`: the portal on one machine, for work and for a look."""

from portal.settings.base import *  # noqa: F403

SESSION_COOKIE_NAME = "portal_session"
