"""Asking for data as a program does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client


class Asking:
    """`ask("parks", lang="en")` → the data of a good answer."""

    def __init__(self) -> None:
        self.client = Client()

    def response(self, path: str, headers: dict[str, str] | None = None, **parameters: Any) -> Any:
        return self.client.get(f"/api/v1/{path}", parameters, headers=headers)

    def __call__(self, path: str, **parameters: Any) -> Any:
        response = self.response(path, **parameters)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    def slugs(self, path: str, **parameters: Any) -> list[str]:
        """The short addresses of the items of a list."""
        return [item["slug"] for item in self(path, **parameters)["items"]]


@pytest.fixture
def ask() -> Asking:
    return Asking()
