"""Steps of test_new_locale, run inside the scratch copy: `python -m tests.parks.new_locale pages|columns`."""

from __future__ import annotations

import sys

import django


def say_migrations() -> None:
    from django.core.management import call_command

    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
    print("no migration")


def pages() -> None:
    """Make the locale, translate the home page, look at it as a visitor."""
    from bs4 import BeautifulSoup
    from django.core.management import call_command
    from django.test import Client
    from wagtail.models import Locale

    from tests.tree import build_tree

    say_migrations()
    call_command("prepare")
    tree = build_tree({locale.language_code: locale for locale in Locale.objects.all()})
    home = tree.home["zh-hans"].copy_for_translation(Locale.objects.get(language_code="fr"))
    home.title = "Parcs scientifiques du delta"
    home.save_revision().publish()
    answer = Client().get("/fr/")
    title = BeautifulSoup(answer.content, "html.parser").title.text.split("·")[0].strip()
    print("/fr/", answer.status_code, title)
    say_park()


def columns() -> None:
    """Generate the migrations and apply them, then fill in a new column."""
    from importlib import invalidate_caches

    from django.core.management import call_command

    from parks.models import Park

    call_command("makemigrations", name="french")
    invalidate_caches()
    call_command("migrate", verbosity=0)
    say_migrations()
    park = Park.objects.get(slug="zizhu")
    park.short_name_fr = "Parc de Zizhu"
    park.save()
    say_park()


def say_park() -> None:
    from django.utils import translation

    from parks.models import Park

    with translation.override("fr"):
        words = Park.objects.get(slug="zizhu").words("short_name")
    print(words.text, words.language, "marked" if words.untranslated else "plain")


if __name__ == "__main__":
    django.setup()
    {"pages": pages, "columns": columns}[sys.argv[1]]()
