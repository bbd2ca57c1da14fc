"""All writes of lending rules and of closed days; each takes the row of the school."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import School
from circulation.rules import errors
from circulation.rules.book import default_rules
from circulation.rules.models import ClosedDays, LoanRule, OpeningDays
from repository.queries import require_staff

CONDITIONS = ("role", "grade", "kind", "collection", "store")


def save_rule(school: School, *, rule: LoanRule | None = None, by: Viewer, **fields: Any) -> LoanRule:
    """Add a row to the rules of a school, or change `rule`. The first change saves the default rows.

    Raise NotFound for other schools, RuleExists, ForeignCollection.
    """
    require_staff(by, school.pk)
    with transaction.atomic():
        lock(school)
        _save_defaults(school)
        row = LoanRule(school=school) if rule is None else LoanRule.objects.get(pk=rule.pk, school=school)
        for name, value in fields.items():
            setattr(row, name, value)
        if row.collection is not None and row.collection.school_id != school.pk:
            raise errors.ForeignCollection
        same = {name: getattr(row, name) for name in CONDITIONS if name != "store"}
        if LoanRule.objects.filter(school=school, store__iexact=row.store, **same).exclude(pk=row.pk).exists():
            raise errors.RuleExists
        row.save()
        record("rule.save", by=by, rule=row.pk)
    return row


def delete_rule(rule: LoanRule, *, by: Viewer) -> None:
    """Delete a row; without any row, the defaults apply again. Raise NotFound for other schools."""
    require_staff(by, rule.school_id)
    LoanRule.objects.filter(pk=rule.pk).delete()
    record("rule.delete", by=by, rule=rule.pk)


def begin_with_defaults(school: School, *, by: Viewer) -> None:
    """Save the default rows, so that they can be changed; a no-op for a school with rows. Raise NotFound."""
    require_staff(by, school.pk)
    with transaction.atomic():
        lock(school)
        _save_defaults(school)


def add_closed_days(school: School, *, name: str, first_day: date, last_day: date, by: Viewer) -> ClosedDays:
    """Close the library on these days; idempotent. Raise NotFound for other schools."""
    require_staff(by, school.pk)
    closed, is_new = ClosedDays.objects.get_or_create(school=school, name=name, first_day=first_day, last_day=last_day)
    if is_new:
        record("closed_days.add", by=by, name=name)
    return closed


def delete_closed_days(closed: ClosedDays, *, by: Viewer) -> None:
    """Open the library on these days again. Raise NotFound for other schools."""
    require_staff(by, closed.school_id)
    ClosedDays.objects.filter(pk=closed.pk).delete()
    record("closed_days.delete", by=by, name=closed.name)


def close_weekdays(school: School, weekdays: Iterable[int], *, by: Viewer) -> None:
    """Set on which days of the week (1 Monday … 7 Sunday) the library is closed. Raise NotFound for other schools."""
    require_staff(by, school.pk)
    text = "".join(str(day) for day in sorted(set(weekdays)) if 1 <= day <= 7)
    OpeningDays.objects.update_or_create(school=school, defaults={"closed_weekdays": text})
    record("closed_days.weekdays", by=by, weekdays=text)


def _save_defaults(school: School) -> None:
    """Save the default rows of a school that has none; the caller holds the lock of the school."""
    if not LoanRule.objects.filter(school=school).exists():
        for row in default_rules(school.pk):
            row.pk = None
            row.save()
