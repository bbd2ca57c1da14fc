"""Write school years and classes."""

from datetime import date

from django.db import transaction

from access.viewer import Viewer
from accounts.audit import record
from accounts.locks import lock
from accounts.models import Membership, School
from roster.entries import class_key
from roster.models import Enrolment, SchoolClass, SchoolYear
from roster.queries import own_school

FIRST_MONTH = 7  # from July on, a list is one of the coming school year


def year_name(day: date) -> str:
    """Return the name of the school year to which a list of this day belongs: 2026-2027."""
    first = day.year if day.month >= FIRST_MONTH else day.year - 1
    return f"{first}-{first + 1}"


def year_of(school: School, name: str) -> SchoolYear:
    """Return the school year of this name; create it, from September to May, at the first call."""
    first = int(name[:4])
    year, _made = SchoolYear.objects.get_or_create(
        school=school,
        name=name,
        defaults={"first_day": date(first, 9, 1), "last_day": date(first + 1, 5, 31)},
    )
    return year


@transaction.atomic
def change_year(year: SchoolYear, *, first_day: date, last_day: date, by: Viewer) -> SchoolYear:
    """Set the first and the last day of a school year."""
    own_school(by)
    year = lock(year)
    year.first_day, year.last_day = first_day, last_day
    year.save(update_fields=["first_day", "last_day"])
    record("year.change", by=by, name=year.name)
    return year


def class_of(year: SchoolYear, name: str) -> SchoolClass:
    """Return the class of this name in a year; create it at the first call."""
    made, _is_new = SchoolClass.objects.get_or_create(year=year, sort_key=class_key(name), defaults={"name": name})
    return made


def enrol(
    membership: Membership, school_class: SchoolClass, *, today: date
) -> tuple[Enrolment | None, list[Enrolment]]:
    """Put a member into a class and out of every other; return the new enrolment, if any, and the ones that ended."""
    open_ones = list(Enrolment.objects.filter(membership=membership, until=None))
    ended = [enrolment for enrolment in open_ones if enrolment.school_class_id != school_class.pk]
    since = min(max(today, school_class.year.first_day), school_class.year.last_day)
    for enrolment in ended:
        enrolment.until = max(since, enrolment.since)
        enrolment.save(update_fields=["until"])
    if len(ended) < len(open_ones):
        return None, ended
    return Enrolment.objects.create(school_class=school_class, membership=membership, since=since), ended
