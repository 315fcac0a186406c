"""Whether two revisions of a page say the same."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from wagtail.models import Revision

#: What a revision holds beside the text: where the page stands, and what the workflow itself changes.
_BOOKKEEPING = frozenset(
    {
        *("path", "depth", "numchild", "url_path", "draft_title", "live", "live_revision", "latest_revision"),
        *("has_unpublished_changes", "first_published_at", "last_published_at", "latest_revision_created_at"),
        *("locked", "locked_at", "locked_by", "wagtail_admin_comments"),
    }
)
_BLOCK_KEY = re.compile(r' data-block-key=\\+"[^"\\]*\\+"')


def same_text(one: Revision, other: Revision) -> bool:
    """Whether two revisions of a page say the same."""
    return one.pk == other.pk or text_of(one) == text_of(other)


def text_hash(revision: Revision) -> str:
    """SHA-256 of what a revision of a page says; an autosave that writes over the revision changes it."""
    return hashlib.sha256(json.dumps(text_of(revision), sort_keys=True).encode()).hexdigest()


def text_of(revision: Revision) -> dict[str, Any]:
    """What `revision` says, to be compared with what another one says."""
    said = {key: value for key, value in revision.content.items() if key not in _BOOKKEEPING}
    # The editor marks each paragraph when it first saves it.
    return json.loads(_BLOCK_KEY.sub("", json.dumps(said, sort_keys=True, cls=DjangoJSONEncoder)))
