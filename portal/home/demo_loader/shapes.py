"""What the demonstration's files must look like; `files.check` reads the notation."""

from __future__ import annotations

from datetime import date
from typing import Any

WORDS = {"zh": str, "en": str}
#: A name whose Chinese (or English) is not known, or a paragraph that waits for its translation.
NAME = {"zh?": str, "en?": str}
STATEMENTS = {"*": [WORDS]}
PICTURE = {"file": str, "alt": WORDS, "caption?": WORDS}

PLACE = {
    "slug": str,
    "kind": str,
    "parent?": str,
    "name": WORDS,
    "full_name?": WORDS,
    "standings?": [WORDS],
    "industries?": [str],
    "education?": {"universities_and_colleges": int, "research_institutes": int},
    "coordinates?": [float],
    "clusters?": [{"slug": str, "name": WORDS, "also?": [str], "companies": [str], "products": [WORDS]}],
}
ORGANIZATION = {
    "slug": str,
    "kind": str,
    "country?": str,
    "name": NAME,
    "short?": NAME,
    "parent?": str,
    "also?": [str],
}
PERSON = {
    "slug": str,
    "family": NAME,
    "given": NAME,
    "order?": str,
    "form?": str,
    "courtesy?": str,
    "also?": [str],
    "basis?": str,
    "country?": str,
    "offices": [
        {
            "title": NAME,
            "by?": str,
            "since?": str,
            "until?": str,
            "ended?": bool,
            "source?": str,
        }
    ],
}
SECTOR = {"slug": str, **WORDS}
MATRIX = {"title": WORDS, "columns": [WORDS], "rows": [{"title": WORDS, "cells": [[WORDS]]}]}
SUB_PARK = {
    "kind": str,
    "name": WORDS,
    "place?": str,
    "status?": str,
    "founded_year?": int,
    "industries?": [str],
}
PARK = {
    "slug": str,
    "unit?": WORDS,
    "name": WORDS,
    "short_name": WORDS,
    "also?": [str],
    "kind": str,
    "level?": str,
    "kind_stated?": WORDS,
    "operator_kind?": str,
    "operators?": [{"by?": str, "description?": WORDS}],
    "founder?": str,
    "launched_by?": str,
    "founded_year?": int,
    "places?": [str],
    "layout?": WORDS,
    "feature?": WORDS,
    "tenants?": [str],
    "leading_industries?": [str],
    "in_talks_with?": [str],
    "sub_parks?": [SUB_PARK],
    "statements?": STATEMENTS,
    "statement_source?": WORDS,
    "positioning?": MATRIX,
}
RANKINGS = {
    "scheme": {"slug": str, "name": WORDS, "authority": str, "sub_indices": [{"slug": str, "name": WORDS}]},
    "participations": [{"park": str, "since": int}],
    "editions": [
        {
            "year": int,
            "data_year": int,
            "ranked_parks": int,
            "results": [
                {
                    "park": str,
                    "overall_rank": int,
                    "remark?": WORDS,
                    "sub_ranks": [{"index": str, "rank": int, "previous?": int}],
                    "strengths": [WORDS],
                    "main_work": [WORDS],
                    "economy": WORDS,
                    "plan": WORDS,
                    "speaker?": {"person": str, "offices": [{"title": WORDS, "by?": str}]},
                },
            ],
        },
    ],
}
BLOCK = {
    "heading?": WORDS,
    "text?": NAME,
    "picture?": PICTURE,
    "related?": [str],
    "quotation?": {"text": WORDS, "speaker": WORDS, "office": WORDS},
    "facts?": {"caption": WORDS, "rows": [[WORDS]]},
}
NEWS = {
    "key": str,
    "park": str,
    "visit?": str,
    "event_record?": str,
    "source_locale": str,
    "category": str,
    "published": date,
    "translation?": str,
    "title": WORDS,
    "summary": WORDS,
    "issued_by": WORDS,
    "picture": PICTURE,
    "body": [BLOCK],
    "event": {
        "year?": int,
        "month?": int,
        "day?": int,
        "inferred_year?": int,
        "year_basis?": WORDS,
        "part_of_day?": str,
    },
    "event_kind?": WORDS,
    "event_place?": WORDS,
    "cited?": {"agency": WORDS, "place": WORDS, "reporters": WORDS},
}
PROFILE = {
    "park": str,
    "source_locale": str,
    "title": WORDS,
    "summary": WORDS,
    "body": [BLOCK],
}
PAGES = {
    "home": {"title": WORDS, "headline": WORDS, "intro": WORDS, "picture": PICTURE},
    "news": {"slug": str, "title": WORDS, "intro": WORDS},
    "parks": {"slug": str, "title": WORDS, "intro": WORDS},
    "park_news": [{"park": str, "title": WORDS, "intro": WORDS}],
    "standard": [{"key": str, "slug": str, "menu?": bool, "title": WORDS, "summary": WORDS, "body": [BLOCK]}],
}
TERM = {
    "kind?": str,
    "zh": str,
    "en": str,
    "short?": {"zh?": str, "en?": str},
    "admitted?": [str],
    "former?": [str],
    "note?": str,
    "reading?": str,
    "organization?": str,
    "part_of?": str,
}
OFFICE_LISTS = {
    "styles": [
        {
            "locale": str,
            "guidance": str,
            "rules": [{"avoid": str, "use": str, "note?": str, "severity": str}],
        }
    ],
    "watched": [{"locale": str, "kind": str, "text": str, "instead?": str, "note": str}],
    "offices": [{"person": str, "office": str, "organization?": str, "since?": date, "until?": date}],
}
ACCOUNT = {
    "username": str,
    "name": WORDS,
    "superuser?": bool,
    "language?": str,
    "roles?": [{"role": str, "unit?": str, "locale?": str}],
}
REPLY_TEMPLATE = {"name": WORDS, "text": WORDS}
SETTINGS = {
    "site_name": WORDS,
    "short_name": WORDS,
    "tagline": WORDS,
    "organiser": WORDS,
    "office": WORDS,
    "address": WORDS,
    "phone": str,
    "email": str,
    "icp_number": str,
    "police_number": str,
}
DATE = {"year?": int, "month?": int, "day?": int, "inferred_year?": int}
OFFICE_OF_THE_DAY = {"title": WORDS, "by?": str, "organization?": WORDS, "as_stated?": str}
ATTENDEE = {
    "person": str,
    "side": str,
    "spoke?": bool,
    "is_quoted?": bool,
    "part?": WORDS,
    "note?": WORDS,
    "on_behalf_of?": [{"park?": str, "place?": str, "by?": str}],
    "offices": [OFFICE_OF_THE_DAY],
}
EVENT = {
    "slug": str,
    "unit": str,
    "kind": str,
    "name": WORDS,
    "date": DATE,
    "date_basis?": WORDS,
    "part_of_day?": str,
    "park?": str,
    "place?": str,
    "venue?": WORDS,
    "programme?": [WORDS],
    "attendees": [ATTENDEE],
}
AGREEMENT = {
    "slug": str,
    "unit": str,
    "kind": str,
    "state": str,
    "under?": str,
    "name": WORDS,
    "subject?": WORDS,
    "summary?": WORDS,
    "event": str,
    "parties": [{"park?": str, "by?": str}],
    "points?": {"*": [WORDS]},
    "public?": [str],
}
PLATFORM = {
    "slug": str,
    "unit": str,
    "kind": str,
    "status": str,
    "name": WORDS,
    "agreement?": str,
    "event": str,
    "announced_on?": DATE,
    "unveiled_on?": DATE,
    "parks": [str],
    "research_in?": str,
    "transformation_in?": str,
    "around?": WORDS,
    "forms?": [WORDS],
    "sectors?": [str],
}

#: Name of a file without its ending → what it must look like.
SHAPES: dict[str, Any] = {
    "places": [PLACE],
    "organizations": [ORGANIZATION],
    "people": [PERSON],
    "sectors": [SECTOR],
    "parks": [PARK],
    "rankings": RANKINGS,
    "events": [EVENT],
    "agreements": [AGREEMENT],
    "platforms": [PLATFORM],
    "pages": PAGES,
    "glossary": [TERM],
    "words": OFFICE_LISTS,
    "accounts": [ACCOUNT],
    "reply_templates": [REPLY_TEMPLATE],
    "privacy": [{"version": str, "in_force_from": date, "zh": str, "en": str}],
    "settings": SETTINGS,
    "categories": [SECTOR],
}
#: Name of a folder → what each of its files must look like.
FOLDERS: dict[str, Any] = {"news": NEWS, "profiles": PROFILE}
