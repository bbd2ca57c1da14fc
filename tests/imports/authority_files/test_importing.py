"""A file of authorities on its way into those of the node: compared, decided, imported, brought again, undone."""

from dataclasses import replace
from uuid import uuid4

import pytest

from access.viewer import Viewer
from accounts.errors import NotFound
from accounts.models import Role
from changesets.actions import running
from changesets.errors import RightsEnded
from changesets.models import ChangeSet
from imports.authority_files.actions import importing, receiving, reviewing
from imports.authority_files.errors import NotAuthorities
from imports.authority_files.models import AuthorityFile
from imports.errors import FileTooLarge, WrongMoment
from repository.authorities.actions import change_form, create_authority, merge
from repository.authorities.entries import entry_of
from repository.authorities.form import Form
from repository.authority_entry import Entry
from repository.formats import authority_marc
from repository.models import Authority, AuthorityVariant, Contributor, ResourceHeading
from tests.factories import a_draft, a_librarian, a_viewer
from tests.imports.authority_files.files import carry_out, column, load, mrc, run, take_back
from tests.support.marc_records import iso2709

pytestmark = [pytest.mark.django_db]

TO_HOAI = Entry("person", "Tô Hoài", "1920-2014", variants=("Nguyễn Sen",), scheme="NLV", scheme_id="p1")
POEMS = Entry("subject", "Thơ", note="Kể cả ca dao.", variants=("Thi ca",))
WAR = Entry("subject", "Việt Nam -- Lịch sử -- 1945-1975")


def made(entry: Entry, by: Viewer, **changes: object) -> Authority:
    """Return an authority of the node like an entry."""
    found = replace(entry, **changes)
    form = Form(found.heading, found.dates, found.note, found.variants)
    return create_authority(kind=found.kind, form=form, by=by, scheme=found.scheme, scheme_id=found.scheme_id)


def node() -> list[Entry]:
    """Return the authorities of the node."""
    return [entry_of(one) for one in Authority.objects.filter(merged_into=None).order_by("pk")]


def test_nothing_is_written_before_a_cataloguer_says_so(cataloguer: Viewer) -> None:
    file = load(mrc(TO_HOAI, b"00100nam a2200000 a 4500 no end\x1d", POEMS), by=cataloguer)
    assert (file.state, file.loaded, file.key) == ("review", 3, "")
    assert column(file, "action") == ["new", "refused", "new"]
    assert not Authority.objects.exists()
    done = run(file, by=cataloguer)
    assert (done.changed, done.refused, column(file, "outcome")) == (2, 1, ["created", "refused", "created"])
    assert [replace(one, uuid="") for one in node()] == [TO_HOAI, POEMS]


def test_what_leaves_a_node_comes_into_an_empty_one_as_it_was_and_again_changes_nothing(cataloguer: Viewer) -> None:
    for entry in (TO_HOAI, POEMS, WAR, Entry("person", "Nguyễn, Du"), Entry("place", "Hà Nội", scheme_id="7")):
        made(entry, cataloguer)
    before = node()
    data = mrc(*before)
    same = load(data, by=cataloguer)
    assert column(same, "action") == ["same"] * 5
    assert run(same, by=cataloguer).changed == 0
    Authority.objects.all().delete()
    run(load(data, by=cataloguer), by=cataloguer)
    assert node() == before
    assert column(load(data, by=cataloguer), "action") == ["same"] * 5


def test_vietnamese_names_come_in_direct_order_and_meet_again(cataloguer: Viewer) -> None:
    inverted = Entry("person", "Nguyễn, Minh Châu", "1930-1989")
    run(load(mrc(inverted), by=cataloguer), by=cataloguer)
    (found,) = node()
    assert (found.heading, found.dates, found.variants) == ("Nguyễn Minh Châu", "1930-1989", ("Nguyễn, Minh Châu",))
    assert column(load(mrc(inverted), by=cataloguer), "action") == ["same"]


def test_a_number_renames_a_heading_completes(cataloguer: Viewer) -> None:
    numbered = made(TO_HOAI, cataloguer, heading="Tô Hoài (nhà văn)", variants=())
    headed = made(POEMS, cataloguer, note="Của chúng ta.", variants=())
    book = a_draft(creators=["Tô Hoài (nhà văn)"], headings=["Thơ"])
    theirs = replace(POEMS, scheme="NLV", scheme_id="s9")
    file = load(mrc(TO_HOAI, theirs), by=cataloguer)
    assert column(file, "found_by") == ["number", "heading"]
    done = run(file, by=cataloguer)
    assert (done.changed, column(file, "outcome")) == (2, ["changed", "changed"])
    numbered.refresh_from_db()
    headed.refresh_from_db()
    assert Form.of(numbered) == Form("Tô Hoài", "1920-2014", "", ("Nguyễn Sen", "Tô Hoài (nhà văn)"))
    assert Form.of(headed) == Form("Thơ", "", "Của chúng ta.", ("Thi ca",)), "the note of the node stays"
    assert (headed.scheme, headed.scheme_id) == ("NLV", "s9")
    assert Contributor.objects.get(resource=book).heading == "Tô Hoài, 1920-2014"
    change = book.changes.latest("number")
    assert (change.change_set, change.why) == (done.uuid, "tieu-de.mrc")
    assert column(load(mrc(TO_HOAI, theirs), by=cataloguer), "action") == ["same", "same"]


@pytest.mark.parametrize(
    "present, entry, reason",
    [
        ([Entry("person", "Tô Hoài")], TO_HOAI, "other_years"),
        ([Entry("person", "Tô Hoài", "1950-")], TO_HOAI, "other_years"),
        ([replace(TO_HOAI, scheme_id="p2")], TO_HOAI, "other_number"),
        ([Entry("subject", "Tho")], POEMS, "other_marks"),
        ([Entry("subject", "Văn vần", variants=("Thơ",))], POEMS, "heading_is_variant"),
        ([TO_HOAI, replace(TO_HOAI, heading="Tô Hoài (khác)")], TO_HOAI, "several_authorities"),
        ([Entry("subject", "Thơ"), Entry("subject", "THƠ")], POEMS, "several_authorities"),
    ],
)
def test_what_agrees_in_part_waits_and_is_left_out(
    cataloguer: Viewer, present: list[Entry], entry: Entry, reason: str
) -> None:
    for one in present:
        made(one, cataloguer)
    before = node()
    file = load(mrc(entry), by=cataloguer)
    assert (column(file, "action"), column(file, "reason")) == (["doubtful"], [reason])
    run(file, by=cataloguer)
    assert (node(), column(file, "outcome")) == (before, ["left_out"])


def test_a_cataloguer_decides_about_doubtful_ones(cataloguer: Viewer) -> None:
    mine = made(TO_HOAI, cataloguer, dates="", scheme="", scheme_id="", variants=())
    other = Entry("person", "Tô Hoài", "1801-1850")
    file = load(mrc(TO_HOAI, other, POEMS), by=cataloguer)
    decisions = {1: ("match", mine.pk), 2: ("match", mine.pk + 99), 3: ("skip", None)}
    assert reviewing.decide(file, decisions=decisions, by=cataloguer) == 2, "the second names no candidate"
    assert reviewing.decide_all(file, action="doubtful", decision="new", by=cataloguer) == 1
    run(file, by=cataloguer)
    assert column(file, "outcome") == ["changed", "created", "left_out"]
    assert [one.shown for one in node()] == ["Tô Hoài, 1920-2014", "Tô Hoài, 1801-1850"]
    with pytest.raises(WrongMoment):
        reviewing.decide(file, decisions=decisions, by=cataloguer)


def test_a_heading_twice_in_the_file_and_texts_out_of_bounds(cataloguer: Viewer) -> None:
    entries = [POEMS, replace(POEMS, note="Khác"), Entry("subject", "x" * 301), Entry("subject", "…"), TO_HOAI]
    long = Entry("subject", "Văn", note="\n".join(["n" * 1000] * 3), variants=("v" * 301, "Văn chương"))
    file = load(mrc(*entries, long), by=cataloguer)
    assert column(file, "reason") == ["", "authority_twice_in_file", *["authority_out_of_bounds"] * 2, "", ""]
    run(file, by=cataloguer)
    found = node()[-1]
    assert (len(found.note), found.variants) == (1000, ("Văn chương",))
    assert file.entries.get(number=6).entry["lost"] == ["long_note", "long_variant"]


def test_undo_removes_what_nothing_uses_and_restores_what_was_not_edited(cataloguer: Viewer) -> None:
    numbered = made(TO_HOAI, cataloguer, heading="Tô Hoài (nhà văn)", variants=())
    edited = made(POEMS, cataloguer, variants=(), note="")
    book = a_draft(creators=["Tô Hoài (nhà văn)"])
    before = node()
    file = load(mrc(TO_HOAI, POEMS, WAR, Entry("body", "Đội Thiếu niên"), Entry("place", "Huế")), by=cataloguer)
    done = run(file, by=cataloguer)
    a_draft(headings=[WAR.heading])
    edited.refresh_from_db()
    change_form(edited, form=replace(Form.of(edited), note="Mới"), by=cataloguer)
    back = take_back(done, by=cataloguer)
    assert column(file, "outcome") == ["undone", "spared", "spared", "undone", "undone"]
    assert (back.undone, back.spared) == (3, 2)
    assert [(title, details) for _name, title, _code, details in back.problems] == [
        ("Thơ", {"fields": ["authority"]}),
        (WAR.heading, {"fields": [], "uses": ["records"]}),
    ]
    numbered.refresh_from_db()
    assert entry_of(numbered) == before[0]
    assert Contributor.objects.get(resource=book).heading == "Tô Hoài (nhà văn), 1920-2014"
    assert {one.heading for one in node()} == {"Tô Hoài (nhà văn)", "Thơ", WAR.heading}
    assert ResourceHeading.objects.get(text=WAR.heading).authority is not None


def test_what_changed_since_the_file_was_read_is_neither_doubled_nor_overwritten(cataloguer: Viewer) -> None:
    gone = made(POEMS, cataloguer, variants=())
    file = load(mrc(TO_HOAI, POEMS, WAR, Entry("place", "Huế")), by=cataloguer)
    made(TO_HOAI, cataloguer)
    made(Entry("place", "Hue"), cataloguer)
    merge(gone, made(Entry("subject", "Văn vần"), cataloguer), by=cataloguer)
    run(file, by=cataloguer)
    assert column(file, "outcome") == ["unchanged", "left_out", "created", "left_out"]
    assert column(file, "reason") == ["", "matching_authority_gone", "", "authority_found_since"]


def test_an_import_goes_on_where_it_stopped(cataloguer: Viewer, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("importing", "showing", "undoing"):
        monkeypatch.setattr(f"imports.authority_files.actions.{module}.CHUNK", 2)
    mine = made(TO_HOAI, cataloguer, heading="Tô Hoài (nhà văn)")
    books = [a_draft(creators=["Tô Hoài (nhà văn)"]) for _one in range(3)]
    started = importing.start(load(mrc(TO_HOAI, POEMS, WAR), by=cataloguer), by=cataloguer)
    assert running.advance(started.pk)
    started.refresh_from_db()
    assert (started.done, Authority.objects.count()) == (2, 2)
    done = carry_out(started)
    assert (done.done, done.changed, Authority.objects.count()) == (3, 3, 3)
    shown = Contributor.objects.filter(resource__in=books).values_list("heading", flat=True)
    assert set(shown.all()) == {"Tô Hoài, 1920-2014"}
    take_back(done, by=cataloguer)
    assert set(shown.all()) == {"Tô Hoài (nhà văn), 1920-2014"}
    mine.refresh_from_db()
    assert AuthorityVariant.objects.filter(authority=mine).count() == 1


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"PK\x03\x04", b"Tieu de,Ghi chu\n", b"\x00" * 40, b"<html><body/></html>"]
)
def test_a_file_that_is_none_is_refused_at_once(cataloguer: Viewer, data: bytes) -> None:
    with pytest.raises(NotAuthorities):
        load(data, by=cataloguer)


BOOK = iso2709([("245", "00", [("a", "Toán 6")])])
COLLECTION = b'<collection xmlns="http://www.loc.gov/MARC21/slim">'


@pytest.mark.parametrize(
    "data, problem, loaded",
    [
        (BOOK, "file_of_books", 0),
        (COLLECTION + b"</collection>", "no_records", 0),
        (b'<!DOCTYPE c [<!ENTITY a "b">]>' + COLLECTION + b"</collection>", "", 1),
        (COLLECTION + b"<record><leader>", "", 1),
    ],
)
def test_a_file_without_authorities_says_so(cataloguer: Viewer, data: bytes, problem: str, loaded: int) -> None:
    file = load(data, by=cataloguer)
    assert (file.problem, file.loaded, file.key) == (problem, loaded, "")
    assert column(file, "reason") == ["damaged_authority"] * loaded


def test_nuls_and_a_truncated_end_cost_themselves_alone(cataloguer: Viewer) -> None:
    with_nul = mrc(POEMS).replace("Kể".encode(), b"\x00\x00\x00\x00")
    file = load(with_nul + b"\x00\x00" + mrc(WAR) + mrc(TO_HOAI)[:-20], by=cataloguer)
    assert column(file, "action") == ["new", "new", "refused"]
    run(file, by=cataloguer)
    assert [one.heading for one in node()] == ["Thơ", WAR.heading]


def test_who_may_and_how_much(cataloguer: Viewer) -> None:
    data = mrc(POEMS)
    for by in (a_librarian(), a_viewer(), a_viewer(Role.HEAD)):
        with pytest.raises(NotFound):
            load(data, by=by)
    file = load(data, by=cataloguer)
    for by in (a_librarian(), a_viewer(Role.CATALOGUER)):
        with pytest.raises(NotFound):
            importing.start(file, by=by)
    with pytest.raises(FileTooLarge):
        receiving.start(None, name="a", size=61 * 1024**2, by=cataloguer)  # type: ignore[arg-type]
    started = importing.start(file, by=cataloguer)
    with pytest.raises(RightsEnded):
        importing.step(started, a_librarian())
    reader = AuthorityFile.objects.create(**_values(file, state="review"))
    reviewing.discard(reader, by=cataloguer)
    with pytest.raises(WrongMoment):
        reviewing.discard(file, by=cataloguer)
    assert ChangeSet.objects.get().kind == "authority_file"


def _values(file: AuthorityFile, **changes: object) -> dict[str, object]:
    return {"school": file.school, "size": 1, "created_at": file.created_at, "touched_at": file.created_at, **changes}


def test_the_identifier_of_another_authority_is_not_taken_twice(cataloguer: Viewer) -> None:
    place = made(Entry("place", "Huế"), cataloguer)
    file = load(mrc(replace(WAR, uuid=str(place.uuid)), replace(POEMS, uuid=str(uuid4()))), by=cataloguer)
    run(file, by=cataloguer)
    assert column(file, "outcome") == ["created", "created"], "of another kind: it is not meant"
    assert authority_marc.TAGS.keys() >= {one.kind for one in node()}
