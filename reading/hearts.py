"""The heart on cards of resources: one tap makes a resource a favourite, in place.

The favourites of a page are read at its first heart, in one query; visitors have none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse

from access.viewer import Viewer
from personal.queries import favourite_uuids

STORED_AS = "_hearts"  # on the request
ID = re.compile(r"heart-\d{1,4}")


@dataclass(frozen=True)
class _Hearts:
    favourites: frozenset[UUID]
    numbers: Iterator[int] = field(default_factory=lambda: count(1))  # a resource may be on a page twice


def heart(request: HttpRequest | None, resource: UUID, title: str) -> dict[str, Any]:
    """Return the context of a heart; empty for visitors and outside a page."""
    viewer: Viewer | None = getattr(request, "viewer", None)
    if request is None or viewer is None or viewer.person is None:
        return {}
    hearts: _Hearts = request.__dict__.setdefault(STORED_AS, None) or _Hearts(favourite_uuids(viewer))
    request.__dict__[STORED_AS] = hearts
    number = f"heart-{next(hearts.numbers)}"
    return context(request, resource, title, is_on=resource in hearts.favourites, element=number, back=_here(request))


def context(
    request: HttpRequest, resource: UUID, title: str, *, is_on: bool, element: str, back: str
) -> dict[str, Any]:
    """Return the context of reading/parts/heart.html.

    `element`: the ID of its button. `back`: the address of the page that is shown again without scripts.
    """
    url = reverse("reading:favourite", args=[resource])
    return {"url": url, "title": title, "is_on": is_on, "id": element, "back": back, "token": get_token(request)}


def _here(request: HttpRequest) -> str:
    return request.get_full_path() if request.method in ("GET", "HEAD") else ""
