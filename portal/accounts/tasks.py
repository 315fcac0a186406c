"""Celery tasks of sign-in."""

from __future__ import annotations

from celery import shared_task


@shared_task
def clear_old() -> None:
    """Remove what no sign-in can use any more."""
    from portal.accounts.services.clearing import clear_old as clear

    clear()
