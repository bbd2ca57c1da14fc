"""Entries of the general register: copies that came in together, and copies that went out together."""

from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Max

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import School
from circulation.copies.errors import NothingToEnter
from circulation.copies.models import Accession, RegisterEntry, Withdrawal
from circulation.copies.queries import not_accessioned, not_withdrawn

Entry = TypeVar("Entry", bound=RegisterEntry)


@transaction.atomic
def enter_accession(*, source: str | None, day: date, voucher: str, note: str, by: Viewer) -> Accession:
    """Enter the copies of one source (None: of all) that no entry has, as the next entry.

    Raise NotFound for all but librarians, NothingToEnter.
    """
    waiting = not_accessioned(by)
    chosen = waiting if source is None else waiting.filter(source=source)
    entry = _next(Accession, by, day=day, voucher=voucher, note=note, source=source or "")
    count = chosen.update(accession=entry)
    if not count:
        raise NothingToEnter
    record("accession.enter", by=by, target=entry.uuid, number=entry.number, count=count)
    return entry


@transaction.atomic
def enter_withdrawal(*, day: date, voucher: str, members: str, note: str, by: Viewer) -> Withdrawal:
    """Enter the removed copies that no entry has, as the next entry. Raise NotFound, NothingToEnter."""
    waiting = not_withdrawn(by)
    entry = _next(Withdrawal, by, day=day, voucher=voucher, note=note, members=members)
    count = waiting.update(withdrawal=entry)
    if not count:
        raise NothingToEnter
    record("withdrawal.enter", by=by, target=entry.uuid, number=entry.number, count=count)
    return entry


def _next(kind: type[Entry], by: Viewer, **values: object) -> Entry:
    """Create the next entry; the row of the school is locked, so that two librarians never get the same number."""
    school = lock(School.objects.get(pk=by.school or 0))
    last = kind._default_manager.filter(school=school).aggregate(last=Max("number"))["last"] or 0
    return kind._default_manager.create(school=school, number=last + 1, **values)
