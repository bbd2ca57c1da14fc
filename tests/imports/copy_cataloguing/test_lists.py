"""Lists of scanned books with a real catalogue: entered, looked up, taken, undone; who may, and what is refused."""

import time
from dataclasses import replace

import pytest
from django.utils import timezone

from access.actions import Action
from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Membership, School
from changesets.actions import running
from changesets.actions import undo as undo_set
from changesets.models import ChangeSet
from imports.copy_cataloguing.actions import looking_up, scanning, taking, targets, upkeep
from imports.copy_cataloguing.actions.targets import TargetValues
from imports.copy_cataloguing.errors import AlreadyInUse, ListFull, NothingToTake, NotReady, StillTaking
from imports.copy_cataloguing.events import books_waiting
from imports.copy_cataloguing.models import Candidate, ScanList, ScannedBook, Target
from imports.copy_cataloguing.queries import list_for, targets_for
from imports.copy_cataloguing.summary import BookLine
from repository.actions import update_record
from repository.description import Description
from repository.models import MarcRecord, Resource
from tests.factories import a_draft, a_librarian, a_resource, a_viewer
from tests.imports.copy_cataloguing.records import book, isbn
from tests.support.zebra import Catalogue

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.system]
State = ScannedBook.State


@pytest.fixture
def librarian(db: None) -> Viewer:
    """Return a librarian of a school without resources."""
    return a_librarian(now=timezone.now())


@pytest.fixture
def targets_listed(catalogue: Catalogue) -> None:
    """List the server by both protocols."""
    values = {"host": "127.0.0.1", "port": catalogue.port, "database": "books"}
    Target.objects.create(name="Thư viện tỉnh", protocol="sru", position=1, **values)
    Target.objects.create(name="Thư viện quốc gia", protocol="z3950", position=2, **values)


def scanned(by: Viewer, *entries: str) -> ScanList:
    """Return a list with these entries, looked up."""
    made = scanning.begin(by=by)
    for entry in entries:
        scanning.add(made, entry=entry, by=by)
    looking_up.run(made.pk)
    return made


def states(scan_list: ScanList) -> list[str]:
    return [BookLine(one).state for one in scan_list.books.all()]


@pytest.mark.usefixtures("targets_listed")
def test_from_an_isbn_to_a_draft_with_its_marc_record(librarian: Viewer) -> None:
    made = scanned(librarian, isbn(1), isbn(999), "9786040000001", isbn(1))
    found, nothing, bad = made.books.all()
    assert [one.state for one in (found, nothing, bad)] == ["found", "nothing", "refused"]
    assert bad.problem == "bad_check_digit"
    assert scanning.add(made, entry=isbn(1), by=librarian) == (found, False)
    assert scanning.add(made, entry="9786040000001", by=librarian) == (bad, False)
    assert {answer["target"] for answer in found.answers} == {"Thư viện tỉnh", "Thư viện quốc gia"}
    taken = taking.take(found, candidate=None, by=librarian)
    assert (taken.title, taken.publisher) == ("Dế Mèn phiêu lưu kí, tập 1", "Kim Đồng")
    assert (taken.year, taken.isbn) == (2024, isbn(1))
    assert (taken.state, taken.files.count(), taken.owner_id) == (Resource.State.DRAFT, 0, librarian.school)
    assert b"Kim \xc4\x90\xe1\xbb\x93ng" in bytes(MarcRecord.objects.get(resource=taken).raw)
    found.refresh_from_db()
    with pytest.raises(NotReady):
        taking.take(found, candidate=None, by=librarian)
    taking.take_back(found, by=librarian)
    assert not Resource.objects.filter(pk=taken.pk).exists()
    assert states(made)[0] == State.FOUND


def test_the_fullest_record_is_offered_first(librarian: Viewer, catalogue: Catalogue) -> None:
    catalogue.add([book(801)])
    Target.objects.create(name="Ít", host="127.0.0.1", port=catalogue.port, database="books", position=1)
    made = scanned(librarian, isbn(801), isbn(2))
    poor, full = made.books.all()
    assert poor.candidates.get().score < full.candidates.get().score
    values = {"isbn": isbn(801), "publisher": "Kim Đồng", "year": 2020, "creators": ["Tô Hoài"]}
    other = a_resource(opened={Action.DISCOVER: "everyone"}, **values)
    scanning.look_again(poor, by=librarian)
    looking_up.run(made.pk)
    assert [one.source for one in poor.candidates.all()] == [other.owner.name, "Ít"]
    taken = taking.take(poor, candidate=poor.candidates.last().pk, by=librarian)
    assert taken.publisher == ""


def test_records_of_other_schools_are_offered_only_to_those_who_may_find_them(librarian: Viewer) -> None:
    hidden = a_resource(isbn=isbn(5))
    made = scanned(librarian, isbn(5))
    assert states(made) == ["nothing"]
    assert not Candidate.objects.filter(resource=hidden).exists()


@pytest.mark.usefixtures("targets_listed")
def test_a_book_that_the_school_has_is_named_and_not_taken_with_the_others(librarian: Viewer) -> None:
    own = a_draft(School.objects.get(pk=librarian.school), isbn=isbn(3))
    made = scanned(librarian, isbn(3), isbn(4))
    held = made.books.first()
    assert (held.state, held.held) == (State.HELD, own)
    change_set = taking.take_all(made, by=librarian)
    running.run(change_set.pk)
    assert states(made) == ["held", "taken"]
    assert taking.take(held, candidate=None, by=librarian).pk != own.pk


@pytest.mark.usefixtures("targets_listed")
def test_all_found_books_are_taken_and_undone_as_one_act(librarian: Viewer) -> None:
    made = scanned(librarian, *(isbn(n) for n in range(1, 21)), "893123", isbn(998))
    with pytest.raises(NotFound):
        taking.take_all(made, by=a_librarian(now=timezone.now()))
    change_set = taking.take_all(made, by=librarian)
    with pytest.raises(StillTaking):
        taking.take_all(made, by=librarian)
    running.run(change_set.pk)
    change_set.refresh_from_db()
    assert (change_set.state, change_set.changed) == (ChangeSet.State.DONE, 20)
    assert states(made).count("taken") == 20
    with pytest.raises(NothingToTake):
        taking.take_all(made, by=librarian)
    edited = made.books.first().resource
    update_record(edited, description=replace(Description.of(edited), title="Sửa tay"), by=librarian)
    undo_set(change_set, by=librarian)
    running.run(change_set.pk)
    assert list(Resource.objects.filter(owner=librarian.school)) == [edited]
    assert states(made)[:2] == ["taken", "found"]
    with pytest.raises(AlreadyInUse):
        taking.take_back(made.books.first(), by=librarian)


@pytest.mark.usefixtures("targets_listed")
def test_a_dead_target_is_named_and_rests_for_a_minute(
    librarian: Viewer, closed_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    dead = Target.objects.create(name="Chết", protocol="z3950", host="127.0.0.1", port=closed_port, database="x")
    made = scanned(librarian, isbn(6))
    [line] = map(BookLine, made.books.all())
    assert line.state == State.FOUND
    assert [text.startswith("Chết: ") for text in line.outages] == [True]
    dead.refresh_from_db()
    assert dead.resting_until is not None
    asked = []
    real = looking_up.ask_all

    def remembering(questions):
        asked.extend(questions)
        return real(questions)

    monkeypatch.setattr(looking_up, "ask_all", remembering)
    scanning.add(made, entry=isbn(7), by=librarian)
    looking_up.run(made.pk)
    assert dead.pk not in {key[1] for key, _place, _isbn in asked}
    assert BookLine(made.books.last()).outages
    later = timezone.now() + looking_up.REST * 2
    monkeypatch.setattr(looking_up.timezone, "now", lambda: later)
    asked.clear()
    scanning.add(made, entry=isbn(8), by=librarian)
    looking_up.run(made.pk)
    assert dead.pk in {key[1] for key, _place, _isbn in asked}


@pytest.mark.slow
@pytest.mark.usefixtures("targets_listed")
def test_slow_targets_are_named_within_the_time_and_hold_no_answer_up(
    librarian: Viewer, silent_port: int, trickling_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = {"host": "127.0.0.1", "database": "x"}
    Target.objects.create(name="Im lặng", protocol="z3950", port=silent_port, position=0, **values)
    Target.objects.create(name="Nhỏ giọt", protocol="sru", port=trickling_port, position=0, **values)
    names = dict(Target.objects.values_list("pk", "name"))
    replies, real = [], looking_up.ask_all

    def noting(questions):
        for reply in real(questions):
            replies.append((names[reply.key[1]], reply.seconds))
            yield reply

    monkeypatch.setattr(looking_up, "ask_all", noting)
    made = scanned(librarian, *map(isbn, range(1, 4)))
    slow = {"Im lặng", "Nhỏ giọt"}
    assert [name in slow for name, _seconds in replies] == [False] * 6 + [True] * 6, "the others came first"
    assert max(seconds for _name, seconds in replies) < 6, "each is asked for five seconds, all at once"
    for line in map(BookLine, made.books.all()):
        assert line.state == State.FOUND
        assert {text.partition(":")[0] for text in line.outages} == slow
        assert all("trong 5 giây" in text for text in line.outages)


def test_a_target_that_answers_again_is_sound(librarian: Viewer, catalogue: Catalogue, closed_port: int) -> None:
    target = Target.objects.create(name="Lúc được lúc không", host="127.0.0.1", port=closed_port, database="books")
    made = scanned(librarian, isbn(9))
    assert states(made) == ["nothing"]
    Target.objects.filter(pk=target.pk).update(port=catalogue.port, resting_until=None)
    scanning.look_again(made.books.get(), by=librarian)
    looking_up.run(made.pk)
    target.refresh_from_db()
    assert (states(made), target.problem) == (["found"], "")


@pytest.mark.usefixtures("targets_listed")
def test_forty_books_are_looked_up_quickly(librarian: Viewer) -> None:
    started = time.monotonic()
    made = scanned(librarian, *(isbn(n) for n in range(1, 41)))
    assert time.monotonic() - started < 30
    assert states(made) == ["found"] * 40


@pytest.mark.usefixtures("targets_listed")
def test_a_lookup_that_was_interrupted_begins_again(librarian: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        """The worker ended."""

    made = scanning.begin(by=librarian)
    scanning.add(made, entry=isbn(10), by=librarian)
    finish = looking_up._finish
    monkeypatch.setattr(looking_up, "_finish", lambda *_args: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        looking_up.run(made.pk)
    monkeypatch.setattr(looking_up, "_finish", finish)
    looking_up.run(made.pk)
    assert states(made) == ["waiting"]  # still claimed
    notified: list[int] = []
    books_waiting.connect(lambda scan_list, **_kwargs: notified.append(scan_list), weak=False, dispatch_uid="test")
    upkeep.notify_waiting(timezone.now())
    later = timezone.now() + looking_up.CLAIM * 2
    upkeep.notify_waiting(later)
    books_waiting.disconnect(dispatch_uid="test")
    assert notified == [made.pk]
    monkeypatch.setattr(looking_up.timezone, "now", lambda: later)
    looking_up.run(made.pk)
    assert (states(made), made.books.get().candidates.count()) == (["found"], 2)


def test_only_librarians_of_the_school_reach_a_list(librarian: Viewer) -> None:
    made = scanning.begin(by=librarian)
    for other in (a_librarian(now=timezone.now()), a_viewer(school=School.objects.get(pk=librarian.school))):
        with pytest.raises(NotFound):
            list_for(other, made.uuid)
        with pytest.raises(NotFound):
            scanning.add(made, entry=isbn(1), by=other)
    with pytest.raises(NotFound):
        scanning.begin(by=a_viewer())


def test_a_worker_looks_nothing_up_for_a_person_who_left(librarian: Viewer) -> None:
    made = scanning.begin(by=librarian)
    scanning.add(made, entry=isbn(1), by=librarian)
    Membership.objects.filter(pk=librarian.membership).update(until=timezone.now())
    looking_up.run(made.pk)
    [line] = map(BookLine, made.books.all())
    assert (line.state, bool(line.problem)) == (State.REFUSED, True)


def test_a_list_has_a_limit_and_an_end(librarian: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "MAX_SCANNED", 2)
    made = scanning.begin(by=librarian)
    scanning.add(made, entry="một", by=librarian)
    scanning.add(made, entry="hai", by=librarian)
    with pytest.raises(ListFull):
        scanning.add(made, entry="ba", by=librarian)
    upkeep.delete_old(timezone.now() + upkeep.RETENTION / 2)
    assert ScanList.objects.filter(pk=made.pk).exists()
    upkeep.delete_old(timezone.now() + upkeep.RETENTION * 2)
    assert not ScanList.objects.filter(pk=made.pk).exists()


def test_targets_are_the_administrators_alone(librarian: Viewer, catalogue: Catalogue) -> None:
    admin = replace(librarian, is_node_admin=True)
    values = TargetValues(name="Mới", protocol="sru", host="127.0.0.1", port=catalogue.port, database="books")
    with pytest.raises(NotFound):
        targets.save_target(None, values, by=librarian)
    saved = targets.save_target(None, values, by=admin)
    with pytest.raises(NotFound):
        targets.try_target(saved, isbn=isbn(1), by=librarian)
    result = targets.try_target(saved, isbn=isbn(1), by=admin)
    assert (result.problem, result.total, result.titles) == (None, 1, ["Dế Mèn phiêu lưu kí, tập 1"])
    wrong = targets.save_target(saved, replace(values, database="nowhere"), by=admin)
    assert targets.try_target(wrong, isbn=isbn(1), by=admin).problem is not None
    assert list(targets_for(librarian)) == []
    assert list(targets_for(admin)) == [saved]
