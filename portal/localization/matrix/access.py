"""Who may open the screens of the matrix."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from portal.localization.matrix.scope import may_see

View = Callable[..., HttpResponse]


def viewers_only(view: View) -> View:
    """Refuse everybody who has nothing to do with texts. What the others see is narrowed by `Scope`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_see(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
