"""The sentences of agreements, grants and explanations, compared with sentences written by hand in both languages.

Each row of the CSV files beside this test was written from docs/glossary.md, not printed by the program. A new action,
role or kind needs its row here first.
"""

import csv
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.utils.timezone import get_current_timezone
from django.utils.translation import override

from access.actions import OPENABLE, Action
from access.viewer import Viewer
from accounts.models import Role, School
from repository import actions
from repository.models import Collection, Grant, Resource
from sharing.explain import heading, why
from sharing.preview import ClausePreview, PreviewedResource
from sharing.wording import clause_sentence, grant_sentence
from tests.factories import (
    LONG_AGO,
    NOW,
    AgreementFactory,
    ClauseFactory,
    SchoolFactory,
    SchoolGroupFactory,
    a_draft,
    a_librarian,
    a_resource,
    a_viewer,
    a_visitor,
)

pytestmark = pytest.mark.django_db
LANGUAGES = ("vi", "en")


def rows(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def start_of(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.min, tzinfo=get_current_timezone())


@pytest.fixture
def taker() -> School:
    school: School = SchoolFactory.create(name="Trường Kim Đồng")
    return school


@pytest.fixture
def giver() -> School:
    school: School = SchoolFactory.create(name="Trường Lê Lợi")
    return school


def test_clauses(taker: School, giver: School) -> None:
    agreement = AgreementFactory.create(proposer=giver, partner=taker)
    theirs, ours = a_viewer(school=taker), a_viewer(school=giver)
    wrong = []
    for row in rows("clauses.csv"):
        clause = ClauseFactory.create(
            agreement=agreement,
            role=row["role"],
            actions=row["actions"].split(),
            kind=row["kind"],
            subject=row["subject"],
            grade=int(row["grade"]) if row["grade"] else None,
            collection=(
                Collection.objects.get_or_create(school=giver, name=row["collection"])[0] if row["collection"] else None
            ),
            since=start_of(row["since"]) if row["since"] else LONG_AGO,
            until=start_of(row["until"]) + timedelta(days=1) if row["until"] else None,
        )
        wrong += differences(
            row, lambda clause=clause, row=row: clause_sentence(clause, ours if row["ours"] else theirs)
        )
    assert wrong == []


def test_grants(taker: School, giver: School) -> None:
    group = SchoolGroupFactory.create(name="Đông Hồ")
    places = {
        "everyone": "everyone",
        "school": f"school:{taker.pk}",
        "group": f"group:{group.pk}",
        "no school": "school:0",
        "no group": "group:0",
    }
    wrong = []
    for row in rows("grants.csv"):
        place, slash, role = row["audience"].partition("/")
        grant = Grant(action=row["action"], audience=f"{places[place]}{slash}{role}")
        wrong += differences(row, lambda grant=grant: grant_sentence(grant))
    assert wrong == []


def test_explanations(taker: School, giver: School) -> None:
    agreement = AgreementFactory.create(proposer=giver, partner=taker, title="Cùng đọc")
    ClauseFactory.create(agreement=agreement, actions=["borrow"], subject="toan", role=Role.TEACHER)
    teacher, owner = a_viewer(school=taker), a_librarian(giver)
    wrong = []
    for row in rows("explanations.csv"):
        action = Action(row["action"])
        if row["reason"] in ("allowed", "refused"):
            allowed = row["reason"] == "allowed"
            wrong += differences(row, lambda action=action, allowed=allowed: heading(action, allowed=allowed))
            continue
        resource, viewer = situation(row["reason"], action, taker, giver, teacher, owner)
        wrong += differences(row, lambda r=resource, v=viewer, a=action: the_reason(r, v, a, asker=owner))
    assert wrong == []


def test_previews(taker: School, giver: School) -> None:
    agreement = AgreementFactory.create(proposer=giver, partner=taker)
    clause = ClauseFactory.create(agreement=agreement, actions=["read"])
    book = a_resource(giver, title="Tắt đèn")
    wrong = []
    for row in rows("previews.csv"):
        listed = (PreviewedResource(book, (Action.READ,), int(row["pages"])),) if row["pages"] else ()
        part = ClausePreview(
            1, clause, "", listed=listed, covered=int(row["covered"]), unpublished=int(row["unpublished"])
        )
        context = {"previews": [part], "agreement": agreement}
        wrong += differences(
            row, lambda context=context: text_of(render_to_string("sharing/parts/previews.html", context))
        )
    assert wrong == []


def text_of(html: str) -> str:
    """Return the text of a template, without the number of the clause."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).removeprefix("1. ")


def situation(
    reason: str, action: Action, taker: School, giver: School, teacher: Viewer, owner: Viewer
) -> tuple[Resource, Viewer]:
    """Return a resource and a viewer for which this is the one reason."""
    if reason == "draft":
        draft = a_draft(giver)
        actions.grant(draft, action=action, audience="everyone", by=owner)
        return draft, teacher
    opened = {"everyone": "everyone", "teachers": f"school:{taker.pk}/teacher"}.get(reason)
    if reason in ("not yet", "closed"):
        opened = "everyone"
    resource = a_resource(
        giver, opened={action: opened} if opened else {}, **({"subjects": ["toan"]} if reason == "agreement" else {})
    )
    if reason == "not yet":
        Resource.objects.filter(pk=resource.pk).update(opens_at=NOW + timedelta(days=1))
    if reason == "closed":
        Resource.objects.filter(pk=resource.pk).update(closes_at=NOW - timedelta(days=1))
    resource.refresh_from_db()
    return resource, {"visitor": a_visitor(), "owner": owner}.get(reason, teacher)


def the_reason(resource: Resource, viewer: Viewer, action: Action, *, asker: Viewer) -> str:
    """Return the one reason that explains this action."""
    (reason,) = {answer.action: answer for answer in why(viewer, resource, asker=asker)}[action].reasons
    return reason


def differences(row: dict[str, str], written: Callable[[], str]) -> list[tuple[str, str]]:
    """Pairs of what the program says and what it should say, in each language."""
    pairs = []
    for language in LANGUAGES:
        with override(language):
            pairs.append((written(), row[language]))
    return [pair for pair in pairs if pair[0] != pair[1]]


def test_no_action_role_or_kind_is_left_out() -> None:
    clauses, grants, explanations = rows("clauses.csv"), rows("grants.csv"), rows("explanations.csv")
    openable = {str(action) for action in OPENABLE}
    assert {action for row in clauses for action in row["actions"].split()} == openable
    assert {row["role"] for row in clauses} == {"", *Role}
    assert {row["kind"] for row in clauses} == {"", *Resource.Kind}
    assert {len(row["actions"].split()) for row in clauses} >= {1, 2, 3, len(OPENABLE)}
    assert {row["action"] for row in grants} == openable
    assert {row["audience"].partition("/")[2] for row in grants} == {"", *Role} - {Role.NODE_ADMIN}
    for reason in ("allowed", "refused", "everyone", "teachers"):
        assert {row["action"] for row in explanations if row["reason"] == reason} == openable
