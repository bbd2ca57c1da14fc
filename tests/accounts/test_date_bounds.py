"""Dates of older versions that no screen can show are brought within the bounds, and no row is lost or refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.apps import apps

from accounts.date_bounds import bring_within_bounds
from accounts.dates import last_day
from accounts.models import Membership, Person, Role, School

pytestmark = pytest.mark.django_db
NEVER = datetime(9999, 12, 31, 23, tzinfo=UTC)


def test_ends_that_no_screen_can_show_become_the_last_day_that_one_can() -> None:
    school = School.objects.create(code="a", name="A")
    person = Person.objects.create(username="lan", name="Lan")
    open_row = Membership.objects.create(
        person=person, school=school, role=Role.PUPIL, since=NEVER - timedelta(days=99)
    )
    never = [
        Membership.objects.create(person=person, school=school, role=role, since=since, until=until)
        for role, since, until in (
            (Role.TEACHER, datetime(2026, 1, 1, tzinfo=UTC), NEVER),
            (Role.TEACHER, datetime(2026, 1, 1, tzinfo=UTC), NEVER - timedelta(days=365)),
            (Role.TEACHER, NEVER - timedelta(days=9), NEVER - timedelta(days=1)),
        )
    ]
    soon = Membership.objects.create(
        person=person,
        school=school,
        role=Role.PUPIL,
        since=datetime(2026, 1, 1, tzinfo=UTC),
        until=datetime(2027, 1, 1, tzinfo=UTC),
    )
    bring_within_bounds("accounts", "Membership", start="since", end="until")(apps, None)
    rows = Membership.objects.in_bulk()
    assert [last_day(rows[row.pk].until).year for row in never] == [2200] * 3
    assert len({rows[row.pk].until for row in never}) == 3
    assert (rows[open_row.pk].since.year, rows[open_row.pk].until) == (2200, None)
    assert rows[soon.pk].until == soon.until
