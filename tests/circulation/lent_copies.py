"""Fixtures of the desk: copies with barcodes, and readers."""

from collections.abc import Iterator
from itertools import count
from typing import Any

from accounts.models import Membership, Role, School
from circulation.models import Copy
from tests.factories import MembershipFactory, SchoolFactory, a_resource

_numbers: Iterator[int] = count(1)


def a_copy(
    school: School | None = None, *, kind: str = "book", title: str = "Dế Mèn phiêu lưu ký", **columns: Any
) -> Copy:
    """Return a copy on the shelf of a school, of a new title."""
    school = school or SchoolFactory()
    columns = {"barcode": f"MV{next(_numbers):06}", **columns}
    resource = columns.pop("resource", None) or a_resource(school, title=title, kind=kind)
    return Copy.objects.create(holder=school, resource=resource, **columns)


def a_reader(school: School, role: Role = Role.PUPIL, **columns: Any) -> Membership:
    """Return a current member of a school."""
    return MembershipFactory(school=school, role=role, **columns)
