"""The same edit of many records: each operation, its preview, and all of it undone as one act."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import School
from changesets import actions
from changesets.actions import running
from changesets.edits.carrying_out import start_edit
from changesets.edits.edit import Edit
from changesets.edits.preview import preview_of
from repository.actions import grant, make_collection
from repository.description import Description
from repository.models import Grant, Resource
from tests.factories import a_draft, a_librarian, a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


@pytest.fixture
def by() -> Viewer:
    return a_librarian(now=timezone.now())


@pytest.fixture
def books(by: Viewer) -> list[Resource]:
    """Return three records: a draft, a published one, and one of which each edit finds its work done."""
    school = School.objects.get(pk=by.school)
    common = {"publisher": "NXB Trẻ", "subjects": ["toan"], "grades": [6]}
    first = a_draft(school, title="Một", headings=["Cũ"], **common)
    second = a_resource(school, title="Hai", headings=["Cũ", "Khác"], **common)
    third = a_resource(
        school, title="Ba", headings=["Mới"], publisher="Kim Đồng", subjects=["ngu-van"], grades=[7], kind="textbook"
    )
    return [first, second, third]


def _edited(edit: Edit, by: Viewer):
    rows = Resource.objects.filter(owner=by.school)
    preview = preview_of(edit, rows, by.school)
    started = start_edit(edit, rows, title="Sửa", by=by)
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.state, started.changed, started.refused) == ("done", preview.changing, 0)
    return started


def _values() -> list[dict]:
    return [Description.of(row).values() for row in Resource.objects.order_by("pk")]


CASES: list[tuple[Edit, Callable[[Resource], object], list[object]]] = [
    (Edit("set", "publisher", "Kim Đồng"), lambda r: r.publisher, ["Kim Đồng"] * 3),
    (Edit("replace", "publisher", "NXB", "Nxb."), lambda r: r.publisher, ["Nxb. Trẻ"] * 2 + ["Kim Đồng"]),
    (Edit("add_heading", value="Mới"), lambda r: [h.text for h in r.headings.all()],
     [["Cũ", "Mới"], ["Cũ", "Khác", "Mới"], ["Mới"]]),
    (Edit("remove_heading", value="Cũ"), lambda r: [h.text for h in r.headings.all()], [[], ["Khác"], ["Mới"]]),
    (Edit("add_subject", value="ngu-van"), lambda r: r.subjects, [["toan", "ngu-van"]] * 2 + [["ngu-van"]]),
    (Edit("remove_subject", value="toan"), lambda r: r.subjects, [[], [], ["ngu-van"]]),
    (Edit("add_grade", value="7"), lambda r: r.grades, [[6, 7], [6, 7], [7]]),
    (Edit("remove_grade", value="6"), lambda r: r.grades, [[], [], [7]]),
    (Edit("kind", value="textbook"), lambda r: r.kind, ["textbook"] * 3),
]  # fmt: skip


@pytest.mark.parametrize("edit, value, expected", CASES, ids=[case[0].operation for case in CASES])
def test_an_edit_changes_what_needs_it_and_is_undone(edit, value, expected, by, books) -> None:
    before = _values()
    started = _edited(edit, by)
    assert [value(row) for row in Resource.objects.order_by("pk")] == expected
    assert started.total == sum(old != new for old, new in zip(before, _values(), strict=True))
    actions.undo(started, by=by)
    running.run(started.pk)
    assert _values() == before


def test_publishing_is_undone_by_withdrawing(by: Viewer, books: list[Resource]) -> None:
    started = _edited(Edit("publish"), by)
    assert started.changed == 1
    actions.undo(started, by=by)
    running.run(started.pk)
    assert [row.state for row in Resource.objects.order_by("pk")] == ["withdrawn", "published", "published"]


def test_withdrawing_is_undone_by_publishing(by: Viewer, books: list[Resource]) -> None:
    started = _edited(Edit("withdraw"), by)
    actions.undo(started, by=by)
    running.run(started.pk)
    assert [row.state for row in Resource.objects.order_by("pk")] == ["draft", "published", "published"]


def test_a_collection_and_access_are_given_and_taken_back(by: Viewer, books: list[Resource]) -> None:
    collection = make_collection(school=School.objects.get(pk=by.school), name="Tủ lớp", by=by)
    grant(books[0], action="read", audience="everyone", by=by)
    acts = [_edited(Edit("collect", value=str(collection.uuid)), by), _edited(Edit("grant", "read", "everyone"), by)]
    assert (collection.resources.count(), Grant.objects.count()) == (3, 3)
    for started in acts:
        actions.undo(started, by=by)
        running.run(started.pk)
    assert (collection.resources.count(), [row.resource_id for row in Grant.objects.all()]) == (0, [books[0].pk])


def test_a_record_that_would_have_no_title_is_refused_and_named(by: Viewer, books: list[Resource]) -> None:
    edit = Edit("replace", "title", "Một", "")
    rows = Resource.objects.filter(owner=by.school)
    assert preview_of(edit, rows, by.school).examples[0].problem
    started = start_edit(edit, rows, title="Sửa", by=by)
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.changed, started.refused, started.problems[0][1]) == (0, 1, "Một")
