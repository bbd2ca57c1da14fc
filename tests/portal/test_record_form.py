"""The whole record on the desk: folded fields, a change in the meantime, versions."""

import json
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from repository.actions import Record, change_record
from repository.authorities.actions import create_authority
from repository.authorities.form import Form
from repository.models import Resource
from sharing.viewer import viewer_for
from tests.factories import a_draft, a_viewer
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]

FORM = {
    "title": "Dế Mèn phiêu lưu ký",
    "creators": "Tô Hoài\nTạ Huy Long (minh họa)",
    "kind": "book",
    "rights": "own",
    "languages": ["vi"],
    "series": "Tủ sách vàng",
    "headings": "Văn học thiếu nhi [btkqg]\nTruyện",
    "links": "thuộc: Tuyển tập Tô Hoài",
    "identifiers": "LCCN: 2024123456",
    "difficulty": "easy",
    "issn": "0317-8471",
}


@pytest.fixture
def draft(client: Client, schools: tuple[Holding, Holding]) -> Resource:
    """Return a draft of the school whose librarian is signed in."""
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    return a_draft(schools[0].school, title="Dế Mèn")


def _edit(client: Client, draft: Resource, **values: object):
    return client.post(reverse("resource:edit", args=[draft.pk]), {**FORM, "opened": 1, **values})


def test_the_whole_record_is_saved_and_shown_again(client: Client, draft: Resource) -> None:
    saved = _edit(client, draft)
    assert saved.status_code == 302, saved.context["form"].errors
    draft.refresh_from_db()
    assert [(row.name, row.role) for row in draft.contributors.all()] == [("Tô Hoài", "aut"), ("Tạ Huy Long", "ill")]
    assert [(row.text, row.scheme) for row in draft.headings.all()] == [("Văn học thiếu nhi", "btkqg"), ("Truyện", "")]
    assert (draft.series, draft.issn, draft.difficulty) == ("Tủ sách vàng", "0317-8471", "easy")
    assert (draft.identifiers, draft.links[0]["relation"]) == ([["LCCN", "2024123456"]], "part_of")
    form = client.get(reverse("resource:edit", args=[draft.pk])).content.decode()
    for text in ("Tạ Huy Long (minh họa)", "Văn học thiếu nhi [btkqg]", "thuộc: Tuyển tập Tô Hoài", "LCCN: 2024123456"):
        assert text in form


@pytest.mark.parametrize("field, value", [("issn", "0317-8472"), ("links", "Tuyển tập"), ("identifiers", "123")])
def test_a_wrong_line_says_what_to_write_and_nothing_is_saved(client, draft, field, value) -> None:
    answer = _edit(client, draft, **{field: value})
    assert answer.status_code == 200
    assert answer.context["form"].errors[field]
    assert answer.context["form"][field].value() == value
    assert draft.changes.count() == 1


def test_a_change_in_the_meantime_is_named_and_the_second_saving_replaces_it(client, draft, schools) -> None:
    by = viewer_for(schools[0].librarian, now=timezone.now())
    change_record(draft, lambda now: Record(replace(now.description, publisher="Trẻ"), now.marc), by=by)
    refused = _edit(client, draft, opened=1)
    assert "Nhà xuất bản" in str(refused.context["form"].non_field_errors())
    assert str(refused.context["form"]["opened"].value()) == "2"
    draft.refresh_from_db()
    assert (draft.title, draft.publisher) == ("Dế Mèn", "Trẻ")
    assert _edit(client, draft, opened=2).status_code == 302


def test_versions_show_each_difference_in_words_and_bring_one_back(client: Client, draft: Resource) -> None:
    _edit(client, draft)
    address = reverse("resource:versions", args=[draft.pk])
    page = client.get(address).content.decode()
    for text in ("Tạ Huy Long (minh họa)", "dễ", "Đề mục chủ đề", "Phiên bản 2"):
        assert text in page
    assert client.post(address, {"number": "1"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.title, draft.series, draft.changes.count()) == ("Dế Mèn", "", 3)


@pytest.mark.parametrize("number", ["", "x", "9", "1" * 30])
def test_a_version_that_does_not_exist_is_no_fault(client: Client, draft: Resource, number: str) -> None:
    assert client.post(reverse("resource:versions", args=[draft.pk]), {"number": number}).status_code in (302, 404)
    assert draft.changes.count() == 1


def test_the_public_page_shows_the_record_and_no_link_to_what_is_hidden(client: Client, draft: Resource) -> None:
    hidden = a_draft(title="Bí mật")
    _edit(client, draft, links=f"thuộc: {hidden.title} | {hidden.uuid}\ntrên mạng: Bài viết | https://vi.example/x")
    page = client.get(reverse("reading:resource", args=[draft.uuid])).content.decode()
    for text in ("Tủ sách vàng", "Minh họa", "Văn học thiếu nhi", 'href="https://vi.example/x"'):
        assert text in page
    assert str(hidden.uuid) not in page


def test_a_chosen_authority_is_linked_and_the_form_stays_as_transcribed(client: Client, draft: Resource) -> None:
    """Two persons of one name: only the choice says which; the hidden lines come back unchanged without JavaScript."""
    by = a_viewer(Role.CATALOGUER)
    poet, other = (
        create_authority(kind="person", form=Form("Nguyễn Minh Châu", dates), by=by) for dates in ("1930-1989", "1955-")
    )
    subject = create_authority(kind="subject", form=Form("Văn học thiếu nhi"), by=by)
    series = create_authority(kind="series", form=Form("Tủ sách vàng (Kim Đồng)"), by=by)
    names = {"creators": "Châu, Nguyễn Minh (minh họa)\nTô Hoài", "headings": "Văn học nhi đồng [btkqg]"}
    chosen = {
        "creators_links": f"{other.uuid} Châu, Nguyễn Minh\r\n{subject.uuid} Tô Hoài\r\nabc Tô Hoài",
        "headings_links": f"{subject.uuid} Văn học nhi đồng [btkqg]",
        "series_links": f"{series.uuid} Tủ sách vàng",
    }
    assert _edit(client, draft, **names, **chosen).status_code == 302
    draft.refresh_from_db()
    linked = [(row.name, row.role, row.authority) for row in draft.contributors.all()]
    assert linked == [("Châu, Nguyễn Minh", "ill", other), ("Tô Hoài", "aut", None)], "a subject is no person"
    assert draft.headings.get().authority == subject
    assert (draft.series, draft.series_authority) == ("Tủ sách vàng", series)
    form = client.get(reverse("resource:edit", args=[draft.pk])).context["form"]
    back = {name: form[name].value() for name in chosen}
    assert back["creators_links"] == f"{other.uuid} Châu, Nguyễn Minh"
    shown = BeautifulSoup(str(form["creators_links"]), "html.parser").input
    assert shown is not None
    assert json.loads(shown["data-labels"]) == {str(other.uuid): "Nguyễn Minh Châu, 1955-"}
    assert _edit(client, draft, **names, **back, opened=2, title="Khác").status_code == 302
    assert draft.contributors.first().authority == other
    changed = {**back, "creators_links": f"{poet.uuid} Châu, Nguyễn Minh", "series_links": ""}
    assert _edit(client, draft, **names, **changed, opened=3).status_code == 302
    draft.refresh_from_db()
    assert (draft.contributors.first().authority, draft.series_authority) == (poet, None)


def test_a_program_that_posts_no_links_keeps_them(client: Client, draft: Resource) -> None:
    person = create_authority(kind="person", form=Form("Tô Hoài"), by=a_viewer(Role.CATALOGUER))
    _edit(client, draft)
    assert draft.contributors.first().authority == person, "linked on its own: only one has this name"
    _edit(client, draft, opened=2, creators_links="")
    assert draft.contributors.first().authority is None, "the link was removed"
    _edit(client, draft, opened=3, title="Khác")
    assert draft.contributors.first().authority is None
