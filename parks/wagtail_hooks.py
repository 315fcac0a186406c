"""What this app adds to the admin."""

from wagtail.snippets.models import register_snippet

from parks.viewsets import ParksGroup

register_snippet(ParksGroup)
