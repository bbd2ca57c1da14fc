"""Authorities are the node's: cataloguers change them for all, librarians propose."""

import pytest

from accounts.errors import NotFound
from accounts.models import AuditEntry, Role
from repository.authorities import actions, queries
from repository.authorities.form import Form
from repository.errors import AuthorityChanged, AuthorityExists, InvalidAuthority, NotMergeable
from repository.models import Authority
from tests.factories import a_draft, a_librarian, a_resource, a_viewer, a_visitor

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]


def an_authority(heading: str = "Nguyễn Minh Châu", **form: object) -> Authority:
    return actions.create_authority(kind="person", form=Form(heading, **form), by=a_viewer(Role.CATALOGUER))


def test_who_creates_who_changes_and_what_is_refused() -> None:
    librarian, cataloguer = a_librarian(), a_viewer(Role.CATALOGUER)
    created = actions.create_authority(kind="person", form=Form("Nguyễn  Minh Châu, 1930-1988"), by=librarian)
    assert (created.heading, created.dates) == ("Nguyễn Minh Châu", "1930-1988")
    for by in (a_visitor(), a_viewer(), a_viewer(Role.HEAD), a_viewer(Role.OFFICER)):
        with pytest.raises(NotFound):
            actions.create_authority(kind="person", form=Form("Tô Hoài"), by=by)
        with pytest.raises(NotFound):
            queries.authority_for(by, created.uuid)
    with pytest.raises(NotFound):
        actions.change_form(created, form=Form("Nguyễn Minh Châu"), by=librarian)
    with pytest.raises(AuthorityExists):
        actions.create_authority(kind="person", form=Form("Nguyễn Minh Châu", "1930-1988"), by=cataloguer)
    for form in (Form(""), Form("…"), Form("a" * 301), Form("A", variants=("b" * 301,)), Form("A", note="n" * 2001)):
        with pytest.raises(InvalidAuthority):
            actions.create_authority(kind="person", form=form, by=cataloguer)


def test_a_former_heading_stays_as_a_variant_and_an_older_form_overwrites_nothing() -> None:
    found, cataloguer = an_authority(), a_viewer(Role.CATALOGUER)
    opened = found.revision
    before = actions.change_form(found, form=Form("Nguyễn Minh Châu (nhà văn)"), by=cataloguer, revision=opened)
    assert Form.of(found).variants == ("Nguyễn Minh Châu",)
    with pytest.raises(AuthorityChanged):
        actions.change_form(found, form=Form("Khác"), by=cataloguer, revision=opened)
    after = Form.of(found)
    assert actions.restore_form(found, before=before, after=after, by=cataloguer)
    found.refresh_from_db()
    assert Form.of(found) == before
    assert not actions.restore_form(found, before=before, after=after, by=cataloguer), "it was changed since"
    assert AuditEntry.objects.filter(target=found.uuid).count() == 3


def test_proposals_are_decided_once_with_a_reason() -> None:
    found, cataloguer, librarian = an_authority(), a_viewer(Role.CATALOGUER), a_librarian()
    proposal = actions.propose_form(found, form=Form("Nguyễn Minh Châu", "1930-1988"), by=librarian, why="Wikidata")
    for by in (librarian, a_visitor()):
        with pytest.raises(NotFound):
            actions.accept(proposal, by=by)
        with pytest.raises(NotFound):
            actions.decline(proposal, reason="không", by=by)
    assert queries.proposals_for(a_librarian()).get() == proposal, "others see it"
    assert queries.own_proposal(librarian, found) == proposal
    actions.decline(proposal, reason="Chưa rõ năm", by=cataloguer)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason, proposal.in_use) == ("declined", "Chưa rõ năm", True)
    with pytest.raises(AuthorityChanged):
        actions.accept(proposal, by=cataloguer)
    again = actions.propose_form(found, form=Form("Nguyễn Minh Châu", "1930-1989"), by=librarian)
    _before, after = actions.accept(again, by=cataloguer)
    found.refresh_from_db()
    assert (after, found.dates) == (Form.of(found), "1930-1989")
    assert queries.own_proposal(librarian, found) is None, "the node has the same form now"


def test_merged_authorities_lead_to_one_and_can_be_two_again() -> None:
    stays, merged, cataloguer = (
        an_authority("Tô Hoài"),
        an_authority("Nguyễn Sen", note="tên thật"),
        a_viewer(Role.NODE_ADMIN),
    )
    with pytest.raises(NotFound):
        actions.merge(merged, stays, by=a_librarian())
    subject = actions.create_authority(kind="subject", form=Form("Tô Hoài"), by=cataloguer)
    for other in (stays, subject):
        with pytest.raises(NotMergeable):
            actions.merge(other, stays, by=cataloguer)
    before = actions.merge(merged, stays, by=cataloguer)
    stays.refresh_from_db()
    merged.refresh_from_db()
    assert Form.of(stays) == Form("Tô Hoài", note="tên thật", variants=("Nguyễn Sen",))
    assert list(queries.authorities_for(cataloguer, kind="person")) == [stays]
    assert queries.authority_for(cataloguer, merged.uuid).merged_into == stays
    with pytest.raises(NotMergeable):
        actions.merge(merged, stays, by=cataloguer)
    assert actions.unmerge(merged, stays, before=before, after=Form.of(stays), by=cataloguer)
    assert Form.of(Authority.objects.get(pk=stays.pk)) == before
    assert queries.authorities_for(cataloguer, kind="person").count() == 2


def test_pairs_that_look_the_same_are_proposed_until_they_are_confirmed_as_two() -> None:
    one, other, cataloguer = an_authority("Nguyễn Văn An"), an_authority("Nguyễn Văn Ân"), a_viewer(Role.CATALOGUER)
    (pair,) = queries.alike_for(a_librarian())
    assert (pair.first, pair.second, pair.likeness) == (one, other, "spelling")
    with pytest.raises(NotFound):
        actions.keep_apart(other, one, by=a_librarian())
    actions.keep_apart(other, one, by=cataloguer)
    actions.keep_apart(one, other, by=cataloguer)
    assert queries.alike_for(cataloguer) == []
    assert Authority.objects.filter(merged_into=None).count() == 2, "never merged alone"


def test_letters_find_with_and_without_marks_and_variants_lead_to_the_heading() -> None:
    chau, librarian = an_authority(variants=("Nguyễn Thí",)), a_librarian()
    hugo = an_authority("Hugo, Victor", variants=("Huy-gô",))
    for typed in ("nguyễn minh", "nguyen m", "chau ngu", "Minh Châu", "NGUYỄN", "thi"):
        assert [row.authority for row in queries.suggestions(librarian, typed)] == [chau], typed
    assert queries.suggestions(librarian, "thí")[0].variant == "Nguyễn Thí"
    assert [row.authority for row in queries.suggestions(librarian, "victor hu")] == [hugo]
    assert [row.authority for row in queries.suggestions(librarian, "huy")] == [hugo]
    assert queries.suggestions(librarian, "hugo", kinds=["subject"]) == queries.suggestions(librarian, " - ") == []
    assert list(queries.letters_of(librarian).items()) == [("h", 1), ("n", 1)]
    assert list(queries.authorities_for(librarian, letter="h")) == [hugo]
    with pytest.raises(NotFound):
        queries.suggestions(a_viewer(), "nguyen")


def test_records_and_numbers_are_those_that_the_viewer_may_find() -> None:
    found = an_authority()
    shown = a_resource(creators=["Nguyễn Minh Châu"], opened={"discover": "everyone"})
    hidden = a_draft(creators=["Nguyễn, Minh Châu"])
    assert list(queries.records_of(a_visitor(), found)) == [shown]
    owner = a_librarian(hidden.owner)
    assert set(queries.records_of(owner, found)) == {shown, hidden}
    assert queries.usage(owner, [found]) == {found.pk: 2}
    assert queries.usage(a_librarian(), [found]) == {found.pk: 1}
    assert queries.number_linked(found) == 2
    assert queries.number_linked(found, school=hidden.owner_id) == 1
    assert dict(queries.transcribed_forms(owner, found)) == {"Nguyễn Minh Châu": 1, "Nguyễn, Minh Châu": 1}
    assert dict(queries.transcribed_forms(a_librarian(), found)) == {"Nguyễn Minh Châu": 1}


def test_forms_without_an_authority_are_listed_by_frequency() -> None:
    book = a_draft(creators=["Tô Hoài", "Nam Cao"], headings=["Truyện"], series="Tủ sách Vàng")
    a_draft(book.owner, creators=["Nam Cao"])
    a_draft(creators=["Nguyên Hồng"])
    librarian = a_librarian(book.owner)
    assert [(form.text, form.number) for form in queries.unlinked_forms(librarian, field="name")] == [
        ("Nam Cao", 2), ("Tô Hoài", 1)
    ]  # fmt: skip
    assert [form.text for form in queries.unlinked_forms(librarian, field="subject")] == ["Truyện"]
    assert [form.text for form in queries.unlinked_forms(librarian, field="series")] == ["Tủ sách Vàng"]
