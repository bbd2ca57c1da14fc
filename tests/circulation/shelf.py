"""Fixtures for copies: a printed book of a school with copies on its shelf."""

from typing import Any

from access.actions import Action
from accounts.models import School
from circulation.models import Copy
from repository.models import Resource
from tests.factories import a_resource


def a_printed_book(owner: School | None = None, **description: Any) -> Resource:
    """Return a published record that everyone may discover."""
    return a_resource(owner, opened={Action.DISCOVER: "everyone"}, **{"title": "Dế Mèn phiêu lưu kí", **description})


def a_copy(resource: Resource | None = None, *, barcode: str = "TK.00412", **fields: Any) -> Copy:
    """Return a copy on the shelf of the school that owns the resource."""
    book = resource or a_printed_book()
    return Copy.objects.create(**{"resource": book, "holder": book.owner, "barcode": barcode, **fields})
