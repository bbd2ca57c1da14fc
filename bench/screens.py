"""`python -m bench.screens [SCHOOLS PEOPLE]`: what the screens send that could grow with schools and people.

Makes a site in bulk (1,000 schools and 20,000 people if nothing else is said), requests each screen as a visitor, as a
librarian and as a node administrator, and prints a table: bytes, options, database queries, milliseconds of processor
time (the median of five requests in one process).
"""

import logging
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from bench.site import site

RUNS = 5
OWN_RECORDS = 500
AGREEMENTS, GROUPS, COLLECTIONS = 200, 100, 300


@dataclass(frozen=True)
class Screen:
    """One screen: its name in the table, who requests it, and its address."""

    name: str
    actor: str
    address: str


def main() -> None:
    """Create the data, request the screens, print the table."""
    schools, people = map(int, sys.argv[1:3] or (1_000, 20_000))
    with site(ALLOWED_HOSTS="localhost,testserver", EMAIL_URL="consolemail://") as school:
        logging.disable(logging.ERROR)
        print(f"{schools:,} schools, {people:,} people\n")
        print("| screen | bytes | options | queries | ms |\n|---|---|---|---|---|")
        browsers = _fill(school, schools, people)
        for screen in _screens(school):
            print(_line(browsers[screen.actor], screen))


def _fill(school: Any, schools: int, people: int) -> dict[str, Any]:
    """Write the data and return a signed-in test client of each actor."""
    from django.test import Client
    from django.utils import timezone

    from accounts.models import Membership, Role
    from bench.index_fill import fill as fill_records
    from bench.lending import a_member
    from bench.schools import Numbers, fill, fill_collection
    from portal.actions import create_school_home
    from repository.models import Collection, Resource
    from search import indexing

    now = timezone.now()
    create_school_home(school)
    every = fill(Numbers(schools, people, AGREEMENTS, GROUPS, COLLECTIONS), school, now)
    fill_records(OWN_RECORDS, [school])
    fill_records(len(every), every)
    fill_collection(Collection.objects.filter(school=school).earliest("pk"), Resource.objects.filter(owner=school))
    indexing.rebuild(now=now)
    actors = {"visitor": Client()}
    for place, role in enumerate((Role.LIBRARIAN, Role.NODE_ADMIN)):
        member = a_member(school, place)
        Membership.objects.filter(pk=member.pk).update(role=role)
        actors[str(role)] = Client()
        actors[str(role)].force_login(member.person)
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
    options = answer.content.count(b"<option")
    return f"| {screen.name} | {len(answer.content):,} | {options} | {len(queries)} | {median(times):.0f} |"


def _milliseconds(browser: Any, address: str) -> float:
    started = time.process_time()
    browser.get(address)
    return (time.process_time() - started) * 1000


if __name__ == "__main__":
    main()
