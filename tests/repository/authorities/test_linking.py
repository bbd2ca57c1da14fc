"""Records are linked to authorities when they are saved, and keep what was transcribed."""

import pytest

from accounts.models import Role
from repository import actions
from repository.authorities.actions import create_authority, merge, propose_form
from repository.authorities.form import Form
from repository.models import Authority, Resource
from tests.factories import a_draft, a_librarian, a_viewer

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def authority(heading: str, *variants: str, kind: str = "person", dates: str = "") -> Authority:
    return create_authority(kind=kind, form=Form(heading, dates, variants=variants), by=a_viewer(Role.CATALOGUER))


def names_of(resource: Resource) -> list[tuple[str, str]]:
    return [(row.name, row.heading) for row in resource.contributors.all()]


def test_names_subjects_and_series_are_linked_and_keep_the_transcribed_form() -> None:
    authority("Nguyễn Minh Châu", dates="1930-1988")
    authority("Hugo, Victor", "Vích-to Huy-gô")
    authority("Nhà xuất bản Giáo dục", "NXBGD", kind="body")
    authority("Văn học Việt Nam", kind="subject")
    authority("Tủ sách Vàng", kind="series")
    book = a_draft(
        creators=["Châu, Nguyễn Minh", "Victor Hugo", "VÍCH-TO HUY-GÔ", "nxbgd", "Tô Hoài"],
        headings=["văn học việt nam", "Truyện"],
        series="Tủ sách vàng",
    )
    assert names_of(book) == [
        ("Châu, Nguyễn Minh", "Nguyễn Minh Châu, 1930-1988"),
        ("Victor Hugo", "Hugo, Victor"),
        ("VÍCH-TO HUY-GÔ", "Hugo, Victor"),
        ("nxbgd", "Nhà xuất bản Giáo dục"),
        ("Tô Hoài", ""),
    ]
    assert [row.shown for row in book.headings.all()] == ["Văn học Việt Nam", "Truyện"]
    assert (book.series, book.series_heading) == ("Tủ sách vàng", "Tủ sách Vàng")


def test_two_that_fit_or_other_years_are_not_linked() -> None:
    authority("Nguyễn Văn An", dates="1900-1970")
    authority("Nguyễn Văn An", dates="1955-")
    authority("Lê Minh", dates="1910-")
    authority("Tô Hoài")
    authority("To Hoai")
    names = ["Tô Hoài", "Nguyễn Văn An", "Nguyễn Văn An, 1955-", "Lê Minh, 1980-", "Nguyễn Văn Ân"]
    assert names_of(a_draft(creators=names)) == [
        ("Tô Hoài", "Tô Hoài"),
        ("Nguyễn Văn An", ""),
        ("Nguyễn Văn An, 1955-", "Nguyễn Văn An, 1955-"),
        ("Lê Minh, 1980-", ""),
        ("Nguyễn Văn Ân", ""),
    ]


def test_a_link_that_was_removed_stays_removed_and_a_new_name_is_linked() -> None:
    found = authority("Nguyễn Minh Châu")
    book = a_draft(creators=["Nguyễn Minh Châu"])
    by = a_librarian(book.owner)
    assert book.contributors.get().authority == found
    described = actions.Description(title="Bức tranh", creators=[actions.Credit("Nguyễn Minh Châu")])
    actions.update_record(book, description=described, by=by)
    assert book.contributors.get().authority is None
    described = actions.Description(title="Bức tranh II", creators=["Nguyễn Minh Châu", "Nguyễn, Minh Châu"])
    actions.update_record(book, description=described, by=by)
    assert names_of(book) == [("Nguyễn Minh Châu", ""), ("Nguyễn, Minh Châu", "Nguyễn Minh Châu")]


def test_links_to_merged_authorities_lead_on_and_unknown_ones_are_dropped() -> None:
    one, other = authority("Tô Hoài"), authority("Nguyễn Sen")
    merge(other, one, by=a_viewer(Role.CATALOGUER))
    book = a_draft(
        creators=[actions.Credit("N. Sen", authority=other.pk), actions.Credit("Ai đó", authority=10**9), "Nguyễn Sen"]
    )
    assert names_of(book) == [("N. Sen", "Tô Hoài"), ("Ai đó", ""), ("Nguyễn Sen", "Tô Hoài")]


def test_a_school_shows_its_own_form() -> None:
    found = authority("Nguyễn Minh Châu")
    book = a_draft(creators=["Nguyễn Minh Châu"])
    propose_form(found, form=Form("Nguyễn Minh Châu", "1930-1988"), by=a_librarian(book.owner))
    assert names_of(a_draft(book.owner, creators=["Nguyễn Minh Châu"]))[0][1] == "Nguyễn Minh Châu, 1930-1988"
    assert names_of(a_draft(creators=["Nguyễn Minh Châu"]))[0][1] == "Nguyễn Minh Châu"
