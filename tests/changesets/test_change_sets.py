"""Acts over many records: carried out in chunks, gone on with after a kill, undone without losing later edits."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from access.viewer import Viewer
from accounts.models import School
from changesets import actions, kinds
from changesets.actions import running, upkeep
from changesets.errors import NotNow
from changesets.models import ChangeSet
from repository.actions import Record, change_record
from repository.errors import InvalidRecord
from repository.models import Resource
from sharing.viewer import viewer_for
from tests.factories import MembershipFactory, SchoolFactory, a_draft, a_librarian
from workers.untouched import NOTIFY_AFTER

pytestmark = [pytest.mark.django_db]

PUBLISHER = "Kim Đồng"


def _rename(change_set: ChangeSet, by: Viewer) -> bool:
    """Give the next two records the publisher; refuse one whose title is “x”."""
    rows = Resource.objects.filter(owner=change_set.school_id, pk__gt=change_set.cursor.get("last", 0)).order_by("pk")
    chunk = list(rows[:2])
    for resource in chunk:
        if resource.title == "x":
            change_set.refuse(str(resource.uuid), resource.title, InvalidRecord(field="title"))
        else:
            _edit(resource, by, change_set=change_set.uuid, publisher=PUBLISHER)
            change_set.changed += 1
        change_set.cursor = {"last": resource.pk}
        change_set.done += 1
    return bool(chunk)


def _edit(resource: Resource, by: Viewer, change_set=None, **values) -> None:
    def changed(now: Record) -> Record:
        return Record(replace(now.description, **values), now.marc)

    change_record(resource, changed, by=by, change_set=change_set)


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    kinds.register("test", _rename)
    yield
    del kinds._steps["test"]


@pytest.fixture
def by() -> Viewer:
    return a_librarian(now=timezone.now())


def _started(by: Viewer, number: int = 5) -> ChangeSet:
    school = School.objects.get(pk=by.school)
    for place in range(number):
        a_draft(school, title=f"Sách {place}", publisher="Trẻ")
    return actions.start(kind="test", school=school, title="Sửa nhà xuất bản", total=number, cursor={}, by=by)


def _publishers(school: int) -> list[str]:
    return list(Resource.objects.filter(owner=school).order_by("pk").values_list("publisher", flat=True))


def test_an_act_changes_all_records_and_is_undone_as_one(by: Viewer) -> None:
    started = _started(by)
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.state, started.done, started.changed) == ("done", 5, 5)
    assert _publishers(by.school) == [PUBLISHER] * 5
    actions.undo(started, by=by)
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.state, started.undone) == ("undone", 5)
    assert _publishers(by.school) == ["Trẻ"] * 5


def test_an_act_goes_on_where_a_worker_was_killed(by: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    started = _started(by)
    assert running.advance(started.pk)

    def killed(name: str) -> None:
        if name == "changes.saved":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(running.fault_injection, "point", killed)
        with pytest.raises(KeyboardInterrupt):
            running.advance(started.pk)
    assert _publishers(by.school).count(PUBLISHER) == 2  # the chunk of the killed worker was rolled back
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.done, started.changed) == (5, 5)
    assert all(resource.changes.count() == 2 for resource in Resource.objects.all())


def test_what_was_edited_since_stays_and_is_listed(by: Viewer) -> None:
    started = _started(by)
    running.run(started.pk)
    edited = Resource.objects.order_by("pk")[1]
    _edit(edited, by, publisher="Giáo dục")
    actions.undo(started, by=by)
    running.run(started.pk)
    started.refresh_from_db()
    assert _publishers(by.school) == ["Trẻ", "Giáo dục", "Trẻ", "Trẻ", "Trẻ"]
    assert (started.undone, started.spared) == (4, 1)
    assert started.problems == [[str(edited.uuid), edited.title, "", {"fields": ["publisher"]}]]


def test_a_record_that_is_refused_is_counted_with_its_reason(by: Viewer) -> None:
    a_draft(School.objects.get(pk=by.school), title="x")
    started = _started(by, number=2)
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.changed, started.refused, started.problems[0][1:3]) == (2, 1, ["x", "invalid_record"])


def test_an_act_whose_person_lost_the_role_stops_and_another_librarian_can_undo_it(by: Viewer) -> None:
    started = _started(by)
    running.advance(started.pk)
    started.acting.until = timezone.now()
    started.acting.save()
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.state, started.problem) == ("failed", "change_set_rights_ended")
    other = MembershipFactory(school_id=by.school, role="librarian")
    actions.undo(started, by=viewer_for(other.person, now=timezone.now()))
    running.run(started.pk)
    assert _publishers(by.school) == ["Trẻ"] * 5


def test_an_act_that_fails_again_and_again_stops(by: Viewer) -> None:
    started = _started(by)

    def broken(*_args: object) -> bool:
        raise ZeroDivisionError

    kinds.register("test", broken)
    for _attempt in range(running.MAX_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            running.run(started.pk)
    running.run(started.pk)
    started.refresh_from_db()
    assert (started.state, started.problem) == ("failed", "change_set_failed")


def test_the_sweeper_notifies_again_of_an_act_that_nobody_touched(by: Viewer) -> None:
    started = _started(by)
    later = timezone.now() + NOTIFY_AFTER * 2
    upkeep.notify_waiting(later)
    started.refresh_from_db()
    assert started.touched_at == later


def test_an_act_in_work_cannot_be_undone(by: Viewer) -> None:
    with pytest.raises(NotNow):
        actions.undo(_started(by), by=by)


def test_the_screens_show_progress_and_the_result_and_undo(by: Viewer, client: Client) -> None:
    started = _started(by)
    client.force_login(started.acting.person)
    address = f"/dot-thay-doi/{started.uuid}/"
    assert "0 trong số 5 biểu ghi" in client.get(address).content.decode()
    running.run(started.pk)
    assert client.get(f"{address}tien-do/")["HX-Refresh"] == "true"
    assert "Đã tạo hoặc sửa 5 biểu ghi" in client.get(address).content.decode()
    assert "Sửa nhà xuất bản" in client.get("/dot-thay-doi/").content.decode()
    assert client.post(f"{address}hoan-tac/").status_code == 302
    running.run(started.pk)
    assert "5 biểu ghi" in client.get(address).content.decode()


def test_another_school_does_not_see_it(by: Viewer, client: Client) -> None:
    started = _started(by)
    client.force_login(MembershipFactory(school=SchoolFactory(), role="librarian").person)
    for path in ("", "tien-do/"):
        assert client.get(f"/dot-thay-doi/{started.uuid}/{path}").status_code == 404
    assert client.post(f"/dot-thay-doi/{started.uuid}/hoan-tac/").status_code == 404
