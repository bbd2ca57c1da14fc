"""`python -m bench.screens [SCHOOLS PEOPLE RECORDS]`: what the screens send that could grow with schools and people.

Makes a site in bulk (1,000 schools, 20,000 people and 20,000 records if nothing else is said), requests each screen as
a visitor, as a librarian, as a node administrator and as an officer, and prints a table: bytes, options, database
queries, milliseconds of processor time (the median of five requests in one process).
"""

import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any
from urllib.parse import urlencode

from bench.site import site

RUNS = 5
OWN_RECORDS = 500
AGREEMENTS, GROUPS, COLLECTIONS = 200, 100, 300
LOANS_OF_EACH = 20  # school


@dataclass(frozen=True)
class Screen:
    """One screen: its name in the table, who requests it, and its address."""

    name: str
    actor: str
    address: str


def main() -> None:
    """Create the data, request the screens, print the table."""
    schools, people, records = map(int, sys.argv[1:4] or (1_000, 20_000, 20_000))
    with site(ALLOWED_HOSTS="localhost,testserver", EMAIL_URL="consolemail://") as school:
        logging.disable(logging.ERROR)
        print(f"{schools:,} schools, {people:,} people, {records:,} records\n")
        print("| screen | bytes | options | queries | ms |\n|---|---|---|---|---|")
        browsers = _fill(school, schools, people, records)
        for screen in _screens(school):
            print(_line(browsers[screen.actor], screen))


def _fill(school: Any, schools: int, people: int, records: int) -> dict[str, Any]:
    """Write the data and return a signed-in test client of each actor."""
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Membership, Role
    from bench.index_fill import fill as fill_records
    from bench.lending import a_member
    from bench.schools import Numbers, fill, fill_collection, fill_loans, fill_tree
    from portal.actions import create_school_home
    from repository.models import Collection, Resource
    from search import indexing

    now = timezone.now()
    create_school_home(school)
    every = fill(Numbers(schools, people, AGREEMENTS, GROUPS, COLLECTIONS), school, now)
    fill_records(OWN_RECORDS, [school])
    fill_records(records, every)
    fill_loans(every, LOANS_OF_EACH * len(every), Resource.objects.earliest("pk"), now)
    shown = Collection.objects.filter(school=school).earliest("pk")
    fill_collection(shown, Resource.objects.filter(owner=school)[:OWN_RECORDS])
    Collection.objects.filter(pk=shown.pk).update(is_shown=True)
    indexing.rebuild(now=now)
    actors = {"visitor": Client()}
    for place, role in enumerate((Role.LIBRARIAN, Role.NODE_ADMIN)):
        member = a_member(school, place)
        Membership.objects.filter(pk=member.pk).update(role=role)
        actors[str(role)] = Client()
        actors[str(role)].force_login(member.person)
    officer = a_member(fill_tree(every, now), 2)
    Membership.objects.filter(pk=officer.pk).update(role=Role.OFFICER)
    actors["officer"] = Client()
    actors["officer"].force_login(officer.person)
    return actors


def _screens(school: Any) -> Iterator[Screen]:
    from django.urls import reverse

    from accounts.models import Membership
    from repository.models import Collection, Resource
    from sharing.models import SchoolGroup

    book = Resource.objects.filter(owner=school).earliest("pk")
    collection = Collection.objects.filter(school=school).earliest("pk")
    group = SchoolGroup.objects.earliest("pk")
    person = Membership.objects.filter(school=school).earliest("pk")
    yield Screen("list of schools", "visitor", "/truong/")
    yield Screen("results with facets", "visitor", reverse("reading:results"))
    yield Screen(
        "value of a facet by its name", "visitor", f"{reverse('reading:facet_values', args=['school'])}?words=du"
    )
    yield Screen("page of a school", "visitor", f"/truong/{school.code}/")
    yield Screen("page of a collection", "visitor", reverse("reading:collection", args=[collection.uuid]))
    yield Screen("overview of all schools", "officer", reverse("overview:page"))
    yield Screen(
        "overview, largest first", "officer", f"{reverse('overview:page')}?{urlencode({'xep': 'hoc-lieu', 'trang': 9})}"
    )
    yield Screen("overview: all schools as CSV", "officer", reverse("overview:export", args=["schools", "csv"]))
    yield Screen("new agreement", "librarian", reverse("sharing:new_agreement"))
    yield Screen("agreements and groups", "librarian", reverse("sharing:agreements"))
    yield Screen("group of all schools", "librarian", reverse("sharing:group", args=[group.uuid]))
    yield Screen("who has access", "librarian", reverse("sharing:resource_grants", args=[book.uuid]))
    yield Screen("school by its name", "librarian", f"{reverse('sharing:find_partners')}?words=nguyen+du")
    yield Screen("why: a person of the school", "librarian", reverse("sharing:why", args=[book.uuid]))
    yield Screen("collection of 500 resources", "librarian", reverse("collection:edit", args=[collection.pk]))
    yield Screen("desk: members", "librarian", reverse("membership:index"))
    yield Screen("desk: all members", "node_admin", reverse("membership:index"))
    yield Screen(
        "desk: all members with a name", "node_admin", f"{reverse('membership:index')}?q={person.person.username}"
    )
    yield Screen("desk: new member", "node_admin", reverse("membership:add"))
    yield Screen("desk: schools", "node_admin", reverse("school:index"))
    yield Screen("desk: new school", "node_admin", reverse("school:add"))
    yield Screen("desk: pictures", "node_admin", reverse("wagtailimages:index"))


def _line(browser: Any, screen: Screen) -> str:
    from django.db import connection

    queries: list[str] = []

    def count(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = browser.get(screen.address)
    assert answer.status_code == 200, (screen, answer.status_code)
    times = [_milliseconds(browser, screen.address) for _run in range(RUNS)]
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    options = content.count(b"<option")
    return f"| {screen.name} | {len(content):,} | {options} | {len(queries)} | {median(times):.0f} |"


def _milliseconds(browser: Any, address: str) -> float:
    started = time.process_time()
    answer = browser.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
