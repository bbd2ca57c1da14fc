"""The overview: the schools of today under the viewer's unit, numbers that agree with the rows, and no small ones."""

import csv
import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.test import Client
from django.utils import timezone

from access.actions import Action
from access.labels import EVERYONE, group_audience, school_audience
from accounts.errors import NotFound
from accounts.models import Role, School, SchoolLink
from circulation.models import Licence, Loan
from portal.overview import figures
from portal.overview.charts import bar_chart
from portal.overview.figures import Audience
from portal.overview.school_rows import Order, ordered, school_rows
from portal.overview.scope import Scope, scope_of
from portal.overview.small_numbers import coarse
from portal.overview.tables import tables_of
from repository.models import Resource
from sharing.models import Agreement
from sharing.viewer import viewer_of_membership
from tests.factories import (
    NOW,
    AgreementFactory,
    ClauseFactory,
    MembershipFactory,
    SchoolFactory,
    a_draft,
    a_resource,
    a_viewer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Kind = School.Kind


def under(child: School, parent: School, *, kind: str = "part_of", until: datetime | None = None) -> None:
    SchoolLink.objects.create(child=child, parent=parent, kind=kind, since=LONG_AGO, until=until)


def names(scope: Scope) -> list[str]:
    return [school.name for school in scope.schools]


@pytest.fixture
def tree() -> dict[str, School]:
    """Return a province with two communes: three schools of today, one merged, one that left; and another province."""
    kinds = {"province": Kind.PROVINCE, "other": Kind.PROVINCE, "east": Kind.COMMUNE, "west": Kind.COMMUNE}
    units = {name: SchoolFactory(name=name, kind=kind) for name, kind in kinds.items()}
    units |= {name: SchoolFactory(name=name) for name in ("Đống Đa", "Ân Thi", "Bến Đò", "merged", "left", "elsewhere")}
    for commune in ("east", "west"):
        under(units[commune], units["province"])
    under(units["Đống Đa"], units["east"])
    under(units["Ân Thi"], units["east"])
    under(units["Bến Đò"], units["west"])
    under(units["merged"], units["Bến Đò"], kind="merged_into")
    under(units["left"], units["west"], until=NOW - timedelta(days=1))
    under(units["elsewhere"], units["other"])
    return units


def test_the_schools_are_those_of_today_below_the_unit(tree: dict[str, School]) -> None:
    officer = a_viewer(Role.OFFICER, school=tree["province"])
    scope = scope_of(officer)
    assert names(scope) == ["Ân Thi", "Bến Đò", "Đống Đa"]
    assert [school.above for school in scope.schools] == ["east", "west", "east"]
    assert scope.school_of[tree["merged"].pk] == tree["Bến Đò"].pk
    assert names(scope_of(a_viewer(Role.OFFICER, school=tree["west"]))) == ["Bến Đò"]
    assert names(scope_of(a_viewer(Role.HEAD, school=tree["Đống Đa"]))) == ["Đống Đa"]
    every = names(scope_of(a_viewer(Role.NODE_ADMIN, school=tree["other"])))
    assert every == ["Ân Thi", "Bến Đò", "Đống Đa", "elsewhere", "left"]

    before = NOW - timedelta(days=2)
    assert "left" in names(scope_of(a_viewer(Role.OFFICER, school=tree["province"], now=before)))
    for role in (Role.LIBRARIAN, Role.TEACHER, Role.PUPIL):
        with pytest.raises(NotFound):
            scope_of(a_viewer(role, school=tree["province"]))


def test_a_circle_of_links_ends(tree: dict[str, School]) -> None:
    under(tree["province"], tree["Đống Đa"])
    assert names(scope_of(a_viewer(Role.OFFICER, school=tree["province"]))) == ["Ân Thi", "Bến Đò", "Đống Đa"]


def test_each_published_resource_has_one_widest_audience(tree: dict[str, School]) -> None:
    school, partner = tree["Đống Đa"], tree["elsewhere"]
    own = school_audience(school.pk)
    opened = {
        "read": {Action.READ: EVERYONE},
        "found": {Action.DISCOVER: EVERYONE, Action.READ: own},
        "lent to all": {Action.BORROW: EVERYONE},
        "partner": {Action.READ: school_audience(partner.pk, Role.TEACHER)},
        "group": {Action.LOOK_INSIDE: group_audience(7)},
        "own teachers": {Action.READ: school_audience(school.pk, Role.TEACHER)},
        "own": {Action.READ: own},
        "agreed": {},
        "embargoed": {Action.READ: EVERYONE},
        "longer key": {Action.READ: school_audience(int(f"{school.pk}1"))},
    }
    made = {
        title: a_resource(school, title=title, opened=grants, subjects=("toan",) if title == "agreed" else ())
        for title, grants in opened.items()
    }
    a_draft(school)
    Resource.objects.filter(pk=made["embargoed"].pk).update(opens_at=NOW + timedelta(days=1))
    ClauseFactory(agreement=AgreementFactory(proposer=school, partner=partner), subject="toan")
    ended = AgreementFactory(proposer=school, partner=partner, state=Agreement.State.ENDED)
    ClauseFactory(agreement=ended)

    scope = scope_of(a_viewer(Role.HEAD, school=school))
    numbers = figures.audiences_by_school(scope, scope.keys, NOW)[school.pk]
    assert numbers == {Audience.READS: 1, Audience.FINDS: 2, Audience.SCHOOLS: 4, Audience.OWN: 3}


def lend(school: School, number: int, *, at: datetime) -> None:
    resource = a_resource(school)
    licence = Licence.objects.create(resource=resource, seats=number, starts_at=LONG_AGO)
    Loan.objects.bulk_create(
        Loan(
            resource=resource,
            licence=licence,
            seat=seat,
            borrowing_school=school,
            started_at=at,
            due_at=at + timedelta(days=14),
        )
        for seat in range(1, number + 1)
    )


def test_numbers_of_people_and_loans_are_coarse_and_others_add_up(tree: dict[str, School]) -> None:
    lend(tree["Đống Đa"], 12, at=NOW)
    lend(tree["merged"], 3, at=NOW - timedelta(days=40))
    lend(tree["Ân Thi"], 30, at=NOW - timedelta(days=500))
    MembershipFactory.create_batch(8, school=tree["Đống Đa"])
    officer = a_viewer(Role.OFFICER, school=tree["province"])
    scope = scope_of(officer)

    rows = {row.school.name: row for row in school_rows(officer, scope, scope.schools)}
    assert {name: row.loans.value for name, row in rows.items()} == {"Đống Đa": 10, "Bến Đò": None, "Ân Thi": 0}
    assert {name: row.people.value for name, row in rows.items()} == {"Đống Đa": 10, "Bến Đò": 0, "Ân Thi": 0}
    assert {name: row.published for name, row in rows.items()} == {"Đống Đa": 1, "Bến Đò": 1, "Ân Thi": 1}

    tables = {table.name: table for table in tables_of(officer, scope)}
    months = {month: loans for month, loans, _new in tables["activity"].rows}
    assert (months["09/2026"].value, months["07/2026"].value, months["08/2026"].value) == (10, None, 0)
    assert len(months) == 12
    for name in ("holdings", "sharing"):
        assert sum(number for _label, number in tables[name].rows) == sum(row.published for row in rows.values())
    assert sum(number for _label, number in tables["units"].rows) == len(scope.schools)


def test_a_coarse_number_says_nothing_about_one_person() -> None:
    assert [coarse(number).value for number in (0, 1, 4, 5, 7, 8, 12, 13)] == [0, None, None, 5, 5, 10, 10, 15]


def test_agreements_count_for_both_schools_and_once_in_all(tree: dict[str, School]) -> None:
    AgreementFactory(proposer=tree["Đống Đa"], partner=tree["merged"])
    AgreementFactory(proposer=tree["elsewhere"], partner=tree["Đống Đa"])
    AgreementFactory(proposer=tree["Ân Thi"], partner=tree["elsewhere"], state=Agreement.State.PROPOSED)
    AgreementFactory(proposer=tree["Ân Thi"], partner=tree["Đống Đa"], state=Agreement.State.DRAFT)
    officer = a_viewer(Role.OFFICER, school=tree["province"])
    scope = scope_of(officer)
    assert figures.agreements_by_state(scope) == {"active": 2, "proposed": 1}
    rows = {row.school.name: row.agreements for row in school_rows(officer, scope, scope.schools)}
    assert rows == {"Đống Đa": 2, "Bến Đò": 1, "Ân Thi": 0}


def test_the_schools_are_found_by_name_and_ordered_by_holdings(tree: dict[str, School]) -> None:
    a_resource(tree["merged"])
    scope = scope_of(a_viewer(Role.OFFICER, school=tree["province"]))
    assert [school.name for school in scope.named("dong DA")] == ["Đống Đa"]
    assert next(iter(ordered(scope, scope.schools, Order.HOLDINGS))).name == "Bến Đò"


def test_a_chart_scales_to_its_longest_bar_and_says_its_numbers() -> None:
    (chart,) = bar_chart("Học liệu", [("Sách", "200", 200), ("Video", "50", 50), ("Tên rất dài " * 4, "0", 0)])
    assert [bar.width for bar in chart.bars] == ["100.0%", "25.0%", "0.0%"]
    assert max(len(bar.short_label) for bar in chart.bars) <= 30
    assert chart.description.startswith("Sách: 200; Video: 50; ")
    assert bar_chart("Học liệu", [("Sách", "0", 0)]) == ()


@pytest.fixture
def head(tree: dict[str, School], client: Client) -> Client:
    membership = MembershipFactory(school=tree["Đống Đa"], role=Role.HEAD)
    assert viewer_of_membership(membership, now=timezone.now()).oversees == tree["Đống Đa"].pk
    a_resource(tree["Đống Đa"], title="=1+1", kind="video")
    client.force_login(membership.person)
    return client


def test_the_screen_has_a_chart_with_words_for_each_table(head: Client) -> None:
    answer = head.get("/en/tong-quan/")
    screen = answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    assert screen.count('role="img"') == 4, "schools, holdings, sharing, newly published"
    assert "Videos: 1</desc>" in screen
    assert 'href="/en/tong-quan/"' in screen
    assert "style=" not in screen
    assert Client().get("/tong-quan/").status_code == 404


def test_every_table_is_downloaded_in_both_formats(head: Client) -> None:
    screen = head.get("/tong-quan/").content.decode()
    addresses = [word for word in screen.split('"') if word.startswith("/tong-quan/") and "." in word]
    assert len(addresses) == 10
    for address in addresses:
        body = b"".join(head.get(address).streaming_content)  # type: ignore[attr-defined]
        if address.endswith("csv"):
            rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
        else:
            sheet = openpyxl.load_workbook(io.BytesIO(body)).active
            rows = [list(map(str, row)) for row in sheet.iter_rows(values_only=True)]
        assert len(rows) >= 2, address
        if "schools" in address:
            assert (rows[1][0], rows[1][2]) == ("Đống Đa", "1")
    for address in ("/tong-quan/schools.pdf", "/tong-quan/people.csv"):
        assert head.get(address).status_code == 404
