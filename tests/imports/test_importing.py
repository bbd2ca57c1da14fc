"""A file on its way into the catalogue: matched, decided, imported, brought again, undone."""

from dataclasses import replace

import pytest

from access import labels
from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from imports.actions import committing, loading
from imports.errors import WrongMoment
from imports.models import ImportBatch
from repository.actions import Credit, Description, create_draft, make_collection, publish, update_record
from repository.formats import marc
from repository.models import IndexChange, MarcRecord, RecordChange, Resource
from repository.queries import is_allowed
from sharing.viewer import system_viewer
from tests.factories import a_librarian
from tests.imports.files import ALICE, DAMAGED, DE_MEN, TOAN, actions, commit, decide, load, mrc, outcomes, undo

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("read_here")]


def own(viewer: Viewer) -> dict[str, Resource]:
    """Return the resources of the viewer's school by title."""
    return {one.title: one for one in Resource.objects.filter(owner=viewer.school)}


def school(viewer: Viewer):
    from accounts.models import School

    return School.objects.get(pk=viewer.school)


def held(description: Description, by: Viewer, marc_record: bytes | None = None) -> Resource:
    """Return a record that the school has."""
    return create_draft(owner=school(by), description=description, by=by, marc=marc_record)


def test_nothing_is_written_before_a_librarian_says_so(librarian: Viewer) -> None:
    batch = load(mrc(ALICE, TOAN, DAMAGED), by=librarian)
    assert (batch.state, batch.loaded, batch.key) == ("review", 3, "")
    assert actions(batch) == ["new", "new", "refused"]
    assert not Resource.objects.exists()


def test_new_records_are_created_with_names_marc_history_and_index(librarian: Viewer) -> None:
    batch = commit(load(mrc(ALICE, TOAN, DAMAGED), by=librarian), by=librarian)
    assert batch.change_set.state == "done"
    assert outcomes(batch) == ["created", "created", "refused"]
    made = own(librarian)["Kính vạn hoa"]
    assert Description.of(made).values() == batch_values(ALICE)
    assert bytes(MarcRecord.objects.get(resource=made).raw) == marc.of(ALICE)
    assert RecordChange.objects.get(resource=made).change_set == batch.change_set.uuid
    assert IndexChange.objects.filter(resource=made.uuid).exists()
    assert is_allowed(librarian, Action.EDIT, made)
    assert made.state == "draft"


def batch_values(description: Description) -> dict:
    """Return the values of a description that went through a MARC record."""
    return marc.description_of(marc.of(description)).bounded().values()


def test_the_same_file_again_changes_nothing(librarian: Viewer) -> None:
    commit(load(mrc(ALICE, TOAN), by=librarian), by=librarian)
    again = load(mrc(ALICE, TOAN), by=librarian)
    assert actions(again) == ["same", "same"]
    commit(again, by=librarian)
    assert (outcomes(again), len(own(librarian))) == (["unchanged", "unchanged"], 2)


def test_an_isbn_finds_the_record_and_fills_its_empty_fields(librarian: Viewer) -> None:
    mine = held(replace(ALICE, publisher="Trẻ", year=None), librarian)
    batch = load(mrc(ALICE), by=librarian)
    assert actions(batch) == ["changed"]
    commit(batch, by=librarian)
    mine.refresh_from_db()
    assert (mine.publisher, mine.year, outcomes(batch)) == ("Trẻ", 2019, ["changed"])
    assert marc.description_of(bytes(mine.marc.raw)).publisher == "Trẻ"


def test_overwriting_takes_what_the_file_has_and_leaves_what_it_lacks(librarian: Viewer) -> None:
    mine = held(replace(ALICE, publisher="Trẻ", rights="own", grades=[6], kind="textbook"), librarian)
    commit(load(mrc(replace(ALICE, grades=())), by=librarian), by=librarian, on_match="overwrite")
    mine.refresh_from_db()
    assert (mine.publisher, mine.rights, mine.grades, mine.kind) == ("Kim Đồng", "own", [6], "textbook")


def test_matches_can_be_left_as_they_are(librarian: Viewer) -> None:
    mine = held(replace(ALICE, publisher="Trẻ"), librarian)
    batch = commit(load(mrc(ALICE), by=librarian), by=librarian, on_match="skip")
    mine.refresh_from_db()
    assert (mine.publisher, outcomes(batch), mine.changes.count()) == ("Trẻ", ["unchanged"], 1)


def test_a_control_number_finds_the_record(librarian: Viewer) -> None:
    mine = held(replace(TOAN, title="Toán sáu", identifiers=[("control", "NLV:7")]), librarian)
    batch = load(mrc(replace(TOAN, identifiers=[("control", "NLV:7")])), by=librarian)
    row = batch.records.get()
    assert (row.action, row.found_by, row.match) == ("changed", "control", mine)


def test_title_and_first_name_alone_are_doubtful_whatever_their_marks(librarian: Viewer) -> None:
    mine = held(replace(DE_MEN, title="DE MEN PHIEU LUU KI", isbn=""), librarian)
    batch = load(mrc(replace(DE_MEN, isbn="", creators=[Credit("Hoài, Tô")])), by=librarian)
    row = batch.records.get()
    assert (row.action, row.reason, row.candidates) == ("doubtful", "title_alone", [mine.pk])
    commit(batch, by=librarian)
    assert (outcomes(batch), len(own(librarian))) == (["left_out"], 1)


@pytest.mark.parametrize(
    "decision, outcome, records", [("match", "changed", 1), ("new", "created", 2), ("skip", "left_out", 1)]
)
def test_a_librarian_decides_about_a_doubtful_record(
    librarian: Viewer, decision: str, outcome: str, records: int
) -> None:
    mine = held(replace(DE_MEN, isbn="", year=None), librarian)
    batch = load(mrc(replace(DE_MEN, isbn="")), by=librarian)
    decide(batch, 1, decision, mine.pk if decision == "match" else None, by=librarian)
    commit(batch, by=librarian)
    assert (outcomes(batch), Resource.objects.count()) == ([outcome], records)


def test_a_decision_for_a_record_that_was_not_proposed_is_not_stored(librarian: Viewer) -> None:
    held(replace(DE_MEN, isbn=""), librarian)
    theirs = held(ALICE, a_librarian(now=librarian.now))
    batch = load(mrc(replace(DE_MEN, isbn="", year=1941)), by=librarian)
    assert decide(batch, 1, "match", theirs.pk, by=librarian).decision == ""
    assert decide(batch, 1, "nonsense", by=librarian).decision == ""


def test_an_isbn_on_another_title_and_several_matches_are_doubtful(librarian: Viewer) -> None:
    held(replace(ALICE, title="Bảy bước tới mùa hè"), librarian)
    assert load(mrc(ALICE), by=librarian).records.get().reason == "other_title"
    for year in (2001, 2002):
        held(replace(TOAN, year=year), librarian)
    row = load(mrc(TOAN), by=librarian).records.get()
    assert (row.reason, len(row.candidates)) == ("several_matches", 2)


def test_another_volume_and_another_isbn_of_a_title_are_new(librarian: Viewer) -> None:
    held(replace(TOAN, subtitle="tập hai"), librarian)
    held(replace(DE_MEN, isbn="9786042000017"), librarian)
    assert actions(load(mrc(TOAN, DE_MEN), by=librarian)) == ["new", "new"]


def test_records_of_another_school_are_never_looked_at(librarian: Viewer) -> None:
    other = a_librarian(now=librarian.now)
    held(ALICE, other)
    batch = load(mrc(ALICE), by=librarian)
    assert actions(batch) == ["new"]
    with pytest.raises(NotFound):
        committing.start(batch, by=other)
    commit(batch, by=librarian)
    assert (len(own(librarian)), len(own(other))) == (1, 1)
    mine, theirs = own(librarian)["Kính vạn hoa"], own(other)["Kính vạn hoa"]
    assert mine.edition_id == theirs.edition_id  # of one edition


def test_a_record_twice_in_a_file_is_created_once(librarian: Viewer) -> None:
    batch = load(mrc(ALICE, TOAN, ALICE, replace(ALICE, year=2022)), by=librarian)
    assert actions(batch) == ["new", "new", "same", "doubtful"]
    decide(batch, 4, "match", by=librarian)
    commit(batch, by=librarian, on_match="overwrite")
    assert outcomes(batch) == ["created", "created", "unchanged", "changed"]
    assert own(librarian)["Kính vạn hoa"].year == 2022
    assert len(own(librarian)) == 2


def test_new_records_are_published_into_a_collection(librarian: Viewer) -> None:
    shelf = make_collection(school=school(librarian), name="Tủ sách lớp", by=librarian)
    audience = labels.school_audience(librarian.school)
    commit(load(mrc(ALICE, TOAN), by=librarian), by=librarian, audience=audience, collection=shelf)
    made = own(librarian)["Toán 6"]
    assert made.state == "published"
    assert [entry.resource.title for entry in shelf.entries.all()] == ["Kính vạn hoa", "Toán 6"]
    assert set(made.labels.values_list("label", flat=True)) >= {f"discover@{audience}", labels.within(shelf.pk)}


def test_undo_deletes_what_was_created_and_takes_changes_back(librarian: Viewer) -> None:
    mine = held(replace(ALICE, publisher="Trẻ"), librarian)
    batch = commit(load(mrc(ALICE, TOAN), by=librarian), by=librarian, on_match="overwrite")
    undo(batch, by=librarian)
    mine.refresh_from_db()
    assert (batch.change_set.state, mine.publisher, set(own(librarian))) == ("undone", "Trẻ", {"Kính vạn hoa"})
    assert not MarcRecord.objects.exists()


def test_undo_spares_what_was_edited_since_and_says_so(librarian: Viewer) -> None:
    batch = commit(load(mrc(ALICE, TOAN), by=librarian), by=librarian)
    edited = own(librarian)["Toán 6"]
    update_record(edited, description=replace(Description.of(edited), call_number="510"), by=librarian)
    undo(batch, by=librarian)
    assert set(own(librarian)) == {"Toán 6"}
    assert (batch.change_set.undone, batch.change_set.spared) == (1, 1)
    assert [problem[1] for problem in batch.change_set.problems] == ["Toán 6"]


def test_a_record_that_came_since_is_not_created_twice(librarian: Viewer) -> None:
    batch = load(mrc(ALICE, TOAN), by=librarian)
    held(ALICE, librarian)
    commit(batch, by=librarian)
    assert outcomes(batch) == ["left_out", "created"]
    assert batch.records.get(number=1).reason == "matched_since"


def test_a_match_that_is_gone_is_left_out(librarian: Viewer) -> None:
    mine = held(replace(ALICE, year=None), librarian)
    batch = load(mrc(ALICE), by=librarian)
    mine.delete()
    commit(batch, by=librarian)
    assert (outcomes(batch), batch.records.get().reason) == (["left_out"], "match_gone")


def test_a_batch_is_imported_once(librarian: Viewer) -> None:
    batch = commit(load(mrc(ALICE), by=librarian), by=librarian)
    with pytest.raises(WrongMoment):
        committing.start(batch, by=librarian)


def test_loading_goes_on_where_a_worker_stopped(librarian: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    records = [Description(title=f"Sách {number}", year=2000 + number) for number in range(7)]
    monkeypatch.setattr(loading, "CHUNK", 2)
    stage, calls = loading.stage, []

    def stopping(batch: ImportBatch, chunk: list) -> None:
        calls.append(chunk)
        stage(batch, chunk)
        if len(calls) == 3:
            raise ConnectionError

    monkeypatch.setattr(loading, "stage", stopping)
    with pytest.raises(ConnectionError):
        load(mrc(*records), by=librarian)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.loaded, batch.records.count()) == ("loading", 4, 4)
    loading.run(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, [row.title for row in batch.records.all()]) == ("review", [one.title for one in records])


def test_a_published_match_that_the_file_changes_stays_published(librarian: Viewer) -> None:
    mine = publish(held(replace(ALICE, year=None), librarian), by=system_viewer(librarian.school, now=librarian.now))
    commit(load(mrc(ALICE), by=librarian), by=librarian)
    mine.refresh_from_db()
    assert (mine.state, mine.year) == ("published", 2019)


@pytest.mark.parametrize("data, problem", [(b"\n\n", "unknown_format"), (b"%PDF-1.7", "unknown_format")])
def test_what_is_no_file_of_records_is_refused_at_once(librarian: Viewer, data: bytes, problem: str) -> None:
    from accounts.errors import UserFacingError

    with pytest.raises(UserFacingError) as refused:
        load(data, by=librarian)
    assert refused.value.code == problem
    assert not ImportBatch.objects.exists()
