"""Acts on authorities reach the records of the school or of the node in the background, and are undone as one."""

import threading
from dataclasses import replace

import pytest
from django.db import connection
from django.utils import timezone

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Role
from changesets.actions import running, undo
from changesets.models import ChangeSet
from portal.authorities import acts
from repository.actions import Record, change_record
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.authorities.queries import own_proposal
from repository.models import Authority, Contributor, IndexChange, Resource
from tests.factories import SchoolFactory, a_draft, a_librarian, a_resource, a_viewer

NAME, NEW = "Nguyễn Minh Châu", "Nguyễn Minh Châu, 1930-1988"
pytestmark = [pytest.mark.django_db]


@pytest.fixture
def cataloguer() -> Viewer:
    return a_viewer(Role.CATALOGUER, now=timezone.now())


@pytest.fixture
def authority(cataloguer: Viewer) -> Authority:
    return create_authority(kind="person", form=Form(NAME), by=cataloguer)


def carry_out(change_set: ChangeSet | None) -> ChangeSet:
    assert change_set is not None
    running.run(change_set.pk)
    change_set.refresh_from_db()
    assert change_set.state in ("done", "undone"), change_set.problem
    return change_set


def taken_back(change_set: ChangeSet, by: Viewer) -> ChangeSet:
    return carry_out(undo(change_set, by=by))


def shown(*books: Resource) -> list[str]:
    return [row.shown for row in Contributor.objects.filter(resource__in=books).order_by("resource", "position")]


def edit(book: Resource, **values: object) -> None:
    by = a_librarian(book.owner, now=timezone.now())
    change_record(book, lambda now: Record(replace(now.description, **values), now.marc), by=by)


def test_a_cataloguer_changes_a_heading_for_all_and_undoes_it(cataloguer: Viewer, authority: Authority) -> None:
    books = [a_resource(creators=["Châu, Nguyễn Minh"]), a_draft(creators=[NAME, "Tô Hoài"])]
    IndexChange.objects.all().delete()
    revisions = [book.changes.count() for book in books]
    done = carry_out(acts.change_heading(authority, form=Form(NAME, "1930-1988"), by=cataloguer, why="Wikidata"))
    assert (done.total, done.changed) == (2, 2)
    assert shown(*books) == [NEW, NEW, "Tô Hoài"]
    for book, number in zip(books, revisions, strict=True):
        change = book.changes.latest("number")
        assert (change.number, change.difference) == (number + 1, {"authority": [NAME, NEW]})
        assert (change.by_id, change.change_set, change.why) == (cataloguer.person, done.uuid, "Wikidata")
    assert set(IndexChange.objects.values_list("resource", flat=True)) == {book.uuid for book in books}
    edit(books[0], title="Cỏ lau")
    back = taken_back(done, cataloguer)
    assert (back.undone, back.spared) == (2, 0)
    assert shown(*books) == [NAME, NAME, "Tô Hoài"]
    assert Resource.objects.get(pk=books[0].pk).title == "Cỏ lau", "the later edit stays"
    authority.refresh_from_db()
    assert authority.dates == ""


def test_an_authority_that_was_changed_since_is_spared(cataloguer: Viewer, authority: Authority) -> None:
    book = a_draft(creators=[NAME])
    first = carry_out(acts.change_heading(authority, form=Form(NAME, "1930-1988"), by=cataloguer))
    carry_out(acts.change_heading(authority, form=Form(NAME, "1930-1989"), by=cataloguer))
    back = taken_back(first, cataloguer)
    assert (back.undone, back.spared) == (0, 1)
    assert shown(book) == ["Nguyễn Minh Châu, 1930-1989"]


def test_a_librarian_changes_the_own_school_and_proposes_to_the_node(cataloguer: Viewer, authority: Authority) -> None:
    ours, theirs = a_draft(creators=[NAME]), a_draft(creators=[NAME])
    librarian = a_librarian(ours.owner, now=timezone.now())
    with pytest.raises(NotFound):
        acts.change_heading(authority, form=Form(NAME, "1930-1988"), by=librarian)
    done = carry_out(acts.propose(authority, form=Form(NAME, "1930-1988"), by=librarian))
    assert done.changed == 1
    assert shown(ours, theirs) == [NEW, NAME]
    proposal = own_proposal(librarian, authority)
    assert proposal is not None
    accepted = carry_out(acts.accept(proposal, by=cataloguer))
    assert (accepted.changed, shown(ours, theirs)) == (1, [NEW, NEW])
    taken_back(accepted, cataloguer)
    assert shown(ours, theirs) == [NEW, NAME], "the school shows its own form as before"
    proposal.refresh_from_db()
    assert (proposal.state, proposal.in_use) == ("waiting", True)
    taken_back(done, librarian)
    assert shown(ours, theirs) == [NAME, NAME]
    proposal.refresh_from_db()
    assert (proposal.state, proposal.in_use) == ("withdrawn", False)


def test_a_school_goes_back_to_the_form_of_the_node(authority: Authority) -> None:
    book = a_draft(creators=[NAME])
    librarian = a_librarian(book.owner, now=timezone.now())
    carry_out(acts.propose(authority, form=Form(NAME, "1930-1988"), by=librarian))
    proposal = own_proposal(librarian, authority)
    assert proposal is not None
    stopped = carry_out(acts.stop_using(proposal, by=librarian))
    assert shown(book) == [NAME]
    taken_back(stopped, librarian)
    assert shown(book) == [NEW]


def test_merging_moves_the_records_and_undoing_moves_back_those_that_moved(cataloguer: Viewer) -> None:
    stays = create_authority(kind="person", form=Form("Tô Hoài"), by=cataloguer)
    merged = create_authority(kind="person", form=Form("Nguyễn Sen"), by=cataloguer)
    books = [a_draft(creators=["Tô Hoài"]), a_draft(creators=["Nguyễn Sen"]), a_draft(creators=["Nguyễn Sen"])]
    done = carry_out(acts.merge(merged, stays, by=cataloguer))
    assert (done.changed, shown(*books)) == (2, ["Tô Hoài"] * 3)
    later = a_draft(creators=["Nguyễn Sen"])
    edit(books[2], creators=["Tô Hoài"])
    taken_back(done, cataloguer)
    assert shown(*books) == ["Tô Hoài", "Nguyễn Sen", "Tô Hoài"], "an edit made since stays"
    assert shown(later) == ["Tô Hoài"]
    merged.refresh_from_db()
    assert merged.merged_into is None


def test_splitting_gives_some_forms_an_authority_of_their_own(cataloguer: Viewer, authority: Authority) -> None:
    writer, painter = a_draft(creators=[NAME]), a_draft(creators=["Nguyễn, Minh Châu"])
    form = Form(NAME, "1960-")
    done = carry_out(acts.split(authority, texts=["Nguyễn, Minh Châu"], form=form, by=cataloguer))
    assert shown(writer, painter) == [NAME, "Nguyễn Minh Châu, 1960-"]
    taken_back(done, cataloguer)
    assert shown(writer, painter) == [NAME, NAME]
    assert Authority.objects.filter(merged_into=None).count() == 1


def test_names_of_records_become_authorities_in_bulk(authority: Authority) -> None:
    school = SchoolFactory()
    librarian = a_librarian(school, now=timezone.now())
    books = [a_draft(school, creators=["Victor Hugo", "Nam Cao"]), a_draft(creators=["Nam Cao"])]
    done = carry_out(acts.link_forms("name", ["Victor Hugo", "Nam Cao", "không có"], kind="person", by=librarian))
    assert done.changed == 1
    assert shown(*books) == ["Hugo, Victor", "Nam Cao", "Nam Cao"]
    assert [row.authority_id is None for row in books[1].contributors.all()] == [True], "it is another school's"
    taken_back(done, librarian)
    assert shown(*books) == ["Victor Hugo", "Nam Cao", "Nam Cao"]
    assert list(Authority.objects.all()) == [authority], "what no record names is deleted again"


@pytest.mark.slow
def test_no_edit_is_lost_beside_an_act(transactional_db: None) -> None:
    """Editors save while workers spread a heading: every edit and every heading is there at the end."""
    cataloguer = a_viewer(Role.CATALOGUER, now=timezone.now())
    found = create_authority(kind="person", form=Form(NAME), by=cataloguer)
    school = SchoolFactory()
    books = [a_draft(school, title=f"Sách {n}", creators=[NAME]) for n in range(60)]
    start, failures = threading.Barrier(4), list[BaseException]()

    def together(work: object) -> None:
        try:
            start.wait(timeout=60)
            work()  # type: ignore[operator]
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    def edit_some(first: int) -> None:
        for book in books[first::2]:
            change_record(book, sign, by=a_librarian(school, now=timezone.now()))

    def sign(now: Record) -> Record:
        title, creators = f"{now.description.title} (sửa)", [*now.description.creators, "Tô Hoài"]
        return Record(replace(now.description, title=title, creators=creators), now.marc)

    def spread_twice() -> None:
        for dates in ("1930-", "1930-1988"):
            running.run(acts.change_heading(found, form=Form(NAME, dates), by=cataloguer).pk)  # type: ignore[union-attr]

    works = (lambda: edit_some(0), lambda: edit_some(1), spread_twice, lambda: None)
    threads = [threading.Thread(target=together, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    assert failures == []
    assert {resource.title for resource in Resource.objects.all()} == {f"Sách {n} (sửa)" for n in range(60)}
    assert shown(*books) == [NEW, "Tô Hoài"] * 60
    for book in books:
        numbers = list(book.changes.order_by("number").values_list("number", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))
