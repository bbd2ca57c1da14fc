"""The history of a record: what changed, earlier versions, changes taken back without losing later edits."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from access.actions import Action
from accounts.errors import NotFound
from repository import actions
from repository.actions import Credit, Description, Link, Record, SubjectHeading
from repository.actions.uses import PARTS, SENTENCES, USES, pointing
from repository.errors import InvalidRecord
from repository.models import IndexChange, Resource
from sharing.viewer import system_viewer
from tests.factories import a_draft, a_resource

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]

FULL = Description(
    title="Dế Mèn phiêu lưu ký",
    creators=[Credit("Tô Hoài"), Credit("Tạ Huy Long", "ill")],
    edition_statement="Tái bản lần 5",
    place="Hà Nội",
    extent="158 tr. : tranh vẽ ; 21 cm",
    series="Tủ sách vàng",
    series_number="12",
    identifiers=[("control", "NLV:000123")],
    ddc="895.9223",
    ddc_edition="23",
    call_number="895.9223 TOH",
    headings=[SubjectHeading("Văn học thiếu nhi", "btkqg"), SubjectHeading("Truyện")],
    notes="Giải thưởng 1941",
    links=[Link("part_of", "Tuyển tập Tô Hoài")],
    learning_minutes=45,
    difficulty="easy",
    grades=[4, 5],
)


def _by(resource: Resource, later: int = 0):
    return system_viewer(resource.owner_id, now=timezone.now() + timedelta(minutes=later))


def _with(resource: Resource, **values):
    return actions.change_record(
        resource, lambda now: Record(replace(now.description, **values), now.marc), by=_by(resource)
    )


def test_every_field_is_read_back_as_it_was_written():
    draft = a_draft(**{name: getattr(FULL, name) for name in FULL.values()})
    assert Description.of(draft).values() == FULL.values()
    assert Description.from_values(FULL.values()).values() == FULL.values()


def test_a_change_names_each_field_before_and_after():
    draft = a_draft(title="Truyện cũ", creators=["Tô Hoài"])
    _with(draft, title="Truyện mới")
    last = draft.changes.last()
    assert (last.number, last.difference) == (2, {"title": ["Truyện cũ", "Truyện mới"]})


def test_a_change_that_changes_nothing_is_not_written():
    draft = a_draft()
    revision = draft.revision
    _with(draft, title=draft.title)
    assert (draft.changes.count(), draft.revision) == (1, revision)


def test_an_earlier_version_comes_back_and_the_history_keeps_all():
    draft = a_draft(title="Một", creators=["Tô Hoài"])
    _with(draft, title="Hai", creators=[Credit("Tô Hoài", "edt")])
    _with(draft, title="Ba", year=1990)
    actions.restore_version(draft, number=2, by=_by(draft))
    assert (draft.title, draft.year) == ("Hai", None)
    assert [row.role for row in draft.contributors.all()] == ["edt"]
    assert draft.changes.count() == 4


def test_a_change_taken_back_spares_what_was_edited_since():
    draft = a_draft(title="Một", publisher="Kim Đồng", year=1990)
    _with(draft, title="Hai", publisher="Trẻ")
    _with(draft, publisher="Giáo dục", year=1995)
    undone = actions.undo_change(draft.changes.get(number=2), by=_by(draft))
    draft.refresh_from_db()
    assert (draft.title, draft.publisher, draft.year) == ("Một", "Giáo dục", 1995)
    assert (undone.changed, undone.spared) == (True, ("publisher",))


def test_a_created_draft_taken_back_is_deleted():
    draft = a_draft()
    actions.undo_change(draft.changes.get(), by=_by(draft))
    assert not Resource.objects.filter(pk=draft.pk).exists()


def test_a_created_record_that_was_edited_since_stays():
    act = uuid4()
    draft = a_draft()
    draft.changes.update(change_set=act)
    _with(draft, title="Sửa tay")
    assert actions.undo_change(draft.changes.get(number=1), by=_by(draft)).stays
    assert Resource.objects.filter(pk=draft.pk).exists()


def test_a_created_record_that_was_published_since_is_withdrawn():
    book = actions.publish((draft := a_draft()), by=_by(draft, later=1))
    actions.undo_change(book.changes.get(number=1), by=_by(book))
    book.refresh_from_db()
    assert book.state == Resource.State.WITHDRAWN


def test_a_record_whose_edits_were_taken_back_is_deleted():
    draft = a_draft(title="Truyện")
    _with(draft, title="Sửa tay")
    _with(draft, title="Truyện")
    actions.undo_change(draft.changes.get(number=1), by=_by(draft))
    assert not Resource.objects.filter(pk=draft.pk).exists()


def test_a_record_that_joined_another_edition_since_stays():
    one, other = a_draft(), a_resource(opened={Action.DISCOVER: "everyone"})
    actions.join_edition(one, other=other, by=_by(one))
    undone = actions.undo_change(one.changes.get(number=1), by=_by(one))
    assert (undone.stays, undone.spared) == (True, ("edition",))
    actions.part_edition(one, by=_by(one))
    assert actions.undo_change(one.changes.get(number=1), by=_by(one)).changed
    assert not Resource.objects.filter(pk=one.pk).exists()


def test_each_model_that_points_at_a_resource_is_a_part_or_a_use_of_it():
    labels = {label for label, _model, _column in pointing()}
    assert labels == PARTS | USES.keys()
    assert set(USES.values()) <= SENTENCES.keys()


def test_parting_gives_back_the_edition_that_it_had():
    seen = {Action.DISCOVER: "everyone"}
    one, other, third = (a_resource(opened=seen) for _number in range(3))
    before = one.edition
    actions.join_edition(one, other=other, by=_by(one))
    actions.join_edition(third, other=other, by=_by(third))
    assert one.edition == other.edition == third.edition
    assert actions.part_edition(one, by=_by(one))
    one.refresh_from_db()
    assert one.edition == before
    assert other.edition.resources.count() == 2
    assert not actions.part_edition(one, by=_by(one))  # it stands alone


def test_what_was_parted_does_not_join_again_by_itself():
    one, other = a_draft(isbn="9786041234567"), a_draft()
    _with(other, isbn="9786041234567")
    other.refresh_from_db()
    assert other.edition == one.edition
    actions.part_edition(other, by=_by(other))
    _with(other, title="Nhan đề sửa")
    other.refresh_from_db()
    assert other.edition != one.edition


def test_a_join_that_is_taken_back_in_the_history_reaches_the_index():
    one, other = (a_resource(opened={Action.DISCOVER: "everyone"}) for _number in range(2))
    before = one.edition
    actions.join_edition(one, other=other, by=_by(one))
    IndexChange.objects.all().delete()
    assert actions.undo_change(one.changes.order_by("number").last(), by=_by(one)).changed
    one.refresh_from_db()
    assert one.edition == before
    assert IndexChange.objects.filter(resource=one.uuid, part=IndexChange.Part.RECORD, revision=one.revision).exists()


def test_nobody_joins_the_edition_of_what_they_may_not_find():
    one, hidden = a_resource(), a_draft()
    with pytest.raises(NotFound):
        actions.join_edition(one, other=hidden, by=_by(one))


def test_marc_stays_beside_the_description_and_comes_back():
    draft = a_draft()
    for raw in (b"first", b"second"):
        actions.update_record(draft, description=Description.of(draft), marc=raw, by=_by(draft))
    actions.restore_version(draft, number=2, by=_by(draft))
    assert Record.of(draft).marc == b"first"


@pytest.mark.parametrize(
    "wrong",
    [
        {"links": [Link("part_of", "", "javascript:alert(1)")]},
        {"links": [Link("stolen_from", "Sách")]},
        {"creators": [Credit("Tô Hoài", "<b>")]},
        {"headings": ["x" * 301]},
        {"difficulty": "impossible"},
        {"learning_minutes": -1},
    ],
)
def test_a_value_out_of_bounds_is_refused(wrong):
    draft = a_draft()
    with pytest.raises(InvalidRecord):
        _with(draft, **wrong)
    assert draft.changes.count() == 1
