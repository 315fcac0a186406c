"""What every portal needs before its first page, made at every start where it is missing."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Locale

from portal.core.services.groups import arrange_all_groups


class Command(BaseCommand):
    help = "Make the locales of the settings and give each role what this release allows it. Safe to repeat."

    @transaction.atomic
    def handle(self, *args, **options):
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
            Locale.objects.get_or_create(language_code=code)
        arrange_all_groups()
