"""The librarian's admin: search, records, collections, grants, members; it refuses objects of other schools."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.utils import timezone
from wagtail.models import Collection as PictureFolder
from wagtail.users.models import UserProfile

from accounts.models import Membership, Person, School
from bench.schools import fill_collection
from portal.desk.collections import CONTENT_ON_A_PAGE
from portal.desk.todo import todo
from portal.models import SchoolHomePage
from repository.models import Collection
from sharing.viewer import viewer_of_membership
from tests.factories import a_draft
from tests.portal.two_schools import SECRET, Holding

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SEARCHES = (
    "hoc-lieu/?q={w}",
    "hoc-lieu/results/?q={w}",
    "hoc-lieu/?subject=ngu-van",
    "bo-suu-tap/?q={w}",
    "nguoi/?q={w}",
    "truong/?q=truong-b",
    "images/?q={w}",
    "images/?collection_id={folder}",
    "pages/search/?q={w}",
    "choose-page/search/?q={w}",
    "choose-page/",
    "chon-hoc-lieu/results/?q={w}",
    "chon-hoc-lieu-truong/results/?q={w}",
    "images/chooser/results/?q={w}",
    "tag-autocomplete/?term={w}",
)
RECORD: dict[str, Any] = {
    "title": "Chuyện người con gái Nam Xương",
    "creators": "Nguyễn Dữ\nTrúc Khê",
    "kind": "book",
    "subjects": ["ngu-van"],
    "grades": ["9"],
    "languages": ["vi"],
    "rights": "public_domain",
}


@pytest.fixture
def signed_in(client: Client, schools: tuple[Holding, Holding]) -> Client:
    client.force_login(schools[0].librarian, backend=BACKEND)
    return client


def test_no_search_finds_what_is_another_schools(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    other = schools[1]
    for address in SEARCHES:
        answer = signed_in.get("/quan-tri/" + address.format(w=SECRET[:6], folder=other.school.desk.collection.pk))
        for kind in ("Sách", "Bộ", "Tin", "Ảnh", "Thủ thư"):
            assert f"{kind} {SECRET}" not in answer.content.decode(), address


def test_an_edited_record_is_in_the_history(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own = schools[0].resource
    answer = signed_in.post(f"/quan-tri/hoc-lieu/edit/{own.pk}/", RECORD)
    assert answer.status_code == 302
    own.refresh_from_db()
    assert own.title == RECORD["title"]
    assert [c.name for c in own.contributors.all()] == ["Nguyễn Dữ", "Trúc Khê"]
    assert own.labels.filter(label=f"own:{own.owner_id}/ngu-van/9/book").exists()
    history = signed_in.get(f"/quan-tri/hoc-lieu/history/{own.pk}/").content.decode()
    assert schools[0].librarian.name in history


def test_a_title_typed_in_decomposed_letters_is_stored_composed(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own = schools[0].resource
    signed_in.post(f"/quan-tri/hoc-lieu/edit/{own.pk}/", {**RECORD, "title": "ĐẤT RỪNG"})
    own.refresh_from_db()
    assert own.title == "ĐẤT RỪNG"


def test_first_letters_are_those_of_a_vietnamese_dictionary(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    for title in ("Đại số", "Dế Mèn", "ăn quả nhớ kẻ trồng cây", "An toàn", "100 bài toán"):
        a_draft(schools[0].school, title=title)
    lists = {letter: signed_in.get(f"/quan-tri/hoc-lieu/?letter={letter}").context["object_list"] for letter in "đdăa0"}
    found = {letter: [one.title for one in rows if SECRET not in one.title] for letter, rows in lists.items()}
    assert found == {
        "đ": ["Đại số"], "d": ["Dế Mèn"], "ă": ["ăn quả nhớ kẻ trồng cây"], "a": ["An toàn"], "0": ["100 bài toán"],
    }  # fmt: skip


def test_filters_by_subject_use_labels_of_the_own_school(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own = schools[0].resource
    signed_in.post(f"/quan-tri/hoc-lieu/edit/{own.pk}/", RECORD)
    assert RECORD["title"] in signed_in.get("/quan-tri/hoc-lieu/?subject=ngu-van").content.decode()
    assert RECORD["title"] not in signed_in.get("/quan-tri/hoc-lieu/?subject=toan").content.decode()


def test_a_collection_takes_resources_of_the_own_school_only(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, other = schools
    data: dict[str, Any] = {"name": "Văn học trung đại", "description": ""}
    assert signed_in.post("/quan-tri/bo-suu-tap/new/", {**data, "one_more": other.resource.pk}).status_code == 200
    assert not Collection.objects.filter(name=data["name"]).exists()
    assert signed_in.post("/quan-tri/bo-suu-tap/new/", {**data, "one_more": own.resource.pk}).status_code == 302
    made = Collection.objects.get(name=data["name"])
    assert list(made.resources.all()) == [own.resource]
    signed_in.post(f"/quan-tri/bo-suu-tap/edit/{made.pk}/", {**data, "removed": [own.resource.pk]})
    assert not made.resources.exists()


def test_the_content_of_a_collection_is_removed_from_any_of_its_pages(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, other = schools
    drafts = [a_draft(own.school, title=f"Tập {number:03}") for number in range(CONTENT_ON_A_PAGE)]
    fill_collection(own.collection, drafts)
    url = f"/quan-tri/bo-suu-tap/edit/{own.collection.pk}/"
    first, second = (signed_in.get(f"{url}?trang={number}").content.decode() for number in (1, 2))
    assert (first.count('name="removed"'), second.count('name="removed"')) == (CONTENT_ON_A_PAGE, 1)
    assert f'href="{url}?trang=2"' in first
    data = {"name": own.collection.name, "description": "", "removed": [drafts[-1].pk, drafts[0].pk]}
    signed_in.post(url, data)
    assert own.collection.resources.count() == CONTENT_ON_A_PAGE - 1
    signed_in.post(url, {**data, "removed": [other.resource.pk]})
    assert own.collection.resources.count() == CONTENT_ON_A_PAGE - 1
    listed = "".join(signed_in.get("/quan-tri/bo-suu-tap/").content.decode().split())
    assert f">{CONTENT_ON_A_PAGE - 1}<" in listed, "the list counts them"


def test_many_go_into_a_collection_of_the_own_school_only(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    asked = f"/quan-tri/bulk/repository/resource/collect/?id={own.resource.pk}&next=/quan-tri/hoc-lieu/"
    own.collection.entries.all().delete()
    assert signed_in.post(asked, {"collection": other.collection.pk}).status_code == 200
    assert not other.collection.resources.filter(pk=own.resource.pk).exists()
    assert signed_in.post(asked, {"collection": own.collection.pk}).status_code == 302
    assert own.collection.resources.filter(pk=own.resource.pk).exists()


def test_the_menu_is_in_the_librarians_language_and_shows_their_entries(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    vietnamese = signed_in.get("/quan-tri/").content.decode()
    assert '"/so-hoa/"' in vietnamese
    assert '"/quan-tri/hoc-lieu/"' in vietnamese
    UserProfile.objects.update_or_create(user=schools[0].librarian, defaults={"preferred_language": "en"})
    english = signed_in.get("/quan-tri/").content.decode()
    assert '"/en/so-hoa/"' in english
    for closed in ("/quan-tri/reports/", "/quan-tri/users/", "/quan-tri/documents/", "/quan-tri/sites/"):
        assert closed not in english


def test_each_resource_links_to_its_grants(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own = schools[0]
    for space, thing in (("hoc-lieu", own.resource), ("bo-suu-tap", own.collection)):
        screen = signed_in.get(f"/quan-tri/{space}/edit/{thing.pk}/").content.decode()
        way = next(word for word in screen.split('"') if word.startswith("/chia-se/mo/") and str(thing.uuid) in word)
        assert signed_in.get(way).status_code == 200


def test_a_librarian_adds_people_to_the_own_school_only(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    data = {"username": "bui.thi.lan", "name": "Bùi Thị Lan", "role": "teacher"}
    assert signed_in.post("/quan-tri/nguoi/new/", {**data, "school": other.school.pk}).status_code == 200
    assert (
        signed_in.post("/quan-tri/nguoi/new/", {**data, "role": "node_admin", "school": own.school.pk}).status_code
        == 200
    )
    assert not Person.objects.filter(username=data["username"]).exists()
    assert signed_in.post("/quan-tri/nguoi/new/", {**data, "school": own.school.pk}).status_code == 302
    admitted = Membership.objects.get(person__username=data["username"])
    assert (admitted.school, admitted.role) == (own.school, "teacher")


def test_a_user_name_that_is_taken_is_refused_with_a_sentence(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, other = schools
    data = {"username": other.librarian.username, "name": "Người khác", "role": "pupil"}
    answer = signed_in.post("/quan-tri/nguoi/new/", {**data, "school": own.school.pk})
    assert answer.status_code == 200
    assert other.librarian.username in answer.content.decode()
    assert not own.school.memberships.filter(person=other.librarian).exists()
    signed_in.post("/quan-tri/nguoi/new/", {**data, "name": other.librarian.name, "school": own.school.pk})
    assert own.school.memberships.filter(person=other.librarian).exists()


def test_the_last_day_is_inside(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own = schools[0]
    address = f"/quan-tri/nguoi/edit/{own.membership.pk}/"
    signed_in.post(address, {"role": "librarian", "last_day": "2027-05-31"})
    own.membership.refresh_from_db()
    assert timezone.localtime(own.membership.until).isoformat() == "2027-06-01T00:00:00+07:00"
    assert "2027-05-31" in signed_in.get(address).content.decode()


def test_a_pale_accent_is_refused_with_its_contrast(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own = schools[0].school
    address = f"/quan-tri/truong/edit/{own.pk}/"
    answer = signed_in.post(address, {"name": own.name, "accent": "#ffcc00", "source_url": ""})
    assert answer.status_code == 200
    assert "1.4" in answer.content.decode() or "1,4" in answer.content.decode()
    signed_in.post(address, {"name": own.name, "accent": "#8a1c3c", "source_url": ""})
    assert School.objects.get(pk=own.pk).accent == "#8a1c3c"
    assert b"#8a1c3c" in signed_in.get(f"/mau/{own.code}.css").content


def test_a_librarian_founds_no_school(signed_in: Client) -> None:
    answer = signed_in.post("/quan-tri/truong/new/", {"name": "Trường mới", "code": "moi", "kind": "school"})
    assert answer.status_code == 302
    assert [str(m) for m in get_messages(answer.wsgi_request)]
    assert not School.objects.filter(code="moi").exists()


def test_the_node_administrator_founds_a_school_with_its_home(client: Client, schools: tuple[Holding, Holding]) -> None:
    person = schools[0].librarian
    schools[0].membership.role = "node_admin"
    schools[0].membership.save()
    client.force_login(person, backend=BACKEND)
    data = {"name": "Trường THCS Kim Đồng", "code": "kim-dong", "kind": "school", "accent": "", "source_url": ""}
    assert client.post("/quan-tri/truong/new/", data).status_code == 302
    assert client.get("/truong/kim-dong/").status_code == 200


def test_only_a_librarian_is_offered_to_add_a_collection(
    signed_in: Client, client: Client, schools: tuple[Holding, Holding]
) -> None:
    address = "/quan-tri/bo-suu-tap/"
    assert f'href="{address}new/"' in signed_in.get(address).content.decode()
    schools[1].membership.role = "node_admin"
    schools[1].membership.save()
    client.force_login(schools[1].librarian, backend=BACKEND)
    assert f'href="{address}new/"' not in client.get(address).content.decode()
    assert client.get(f"{address}new/").status_code == 404


def test_a_picture_goes_into_the_own_folder_only(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    address = f"/quan-tri/images/{own.picture.pk}/"
    for folder in (other.school.desk.collection, PictureFolder.get_first_root_node()):
        signed_in.post(address, {"title": "Sân trường", "collection": folder.pk})
        own.picture.refresh_from_db()
        assert own.picture.collection == own.school.desk.collection


def test_a_page_does_not_move_into_another_school(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    signed_in.post(f"/quan-tri/pages/{own.news.pk}/move/", {"new_parent_page": other.home.pk})
    signed_in.post(f"/quan-tri/pages/{own.news.pk}/move/{other.home.pk}/confirm/", {})
    signed_in.post(
        f"/quan-tri/pages/{own.news.pk}/copy/",
        {"new_title": "Bản sao", "new_slug": "ban-sao", "new_parent_page": other.home.pk},
    )
    assert other.home.get_children().count() == 1
    own.news.refresh_from_db()
    assert own.news.get_parent().pk == own.home.pk


def test_what_waits_is_counted_for_the_own_school_only(schools: tuple[Holding, Holding]) -> None:
    own, _other = schools
    tasks = todo(viewer_of_membership(own.membership, now=timezone.now()))
    assert [task.number for task in tasks] == [1]  # one draft
    assert todo(viewer_of_membership(own.membership, now=own.membership.since.replace(year=2000))) == []


def test_a_page_is_seen_before_it_is_published(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own = schools[0]
    address = f"/quan-tri/pages/{own.news.pk}/edit/preview/"
    data = {"title": "Hội sách tháng Tư", "slug": own.news.slug, "day": "2027-04-21", "summary": "", "body-count": "0"}
    assert signed_in.post(address, data).json()["is_valid"]
    assert "Hội sách tháng Tư" in signed_in.get(address).content.decode()
    own.news.refresh_from_db()
    assert own.news.title != data["title"]


def test_a_page_has_a_shelf_of_what_its_editor_may_discover(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, other = schools
    data = {
        "title": own.home.title,
        "lead": "",
        "logo": "",
        "body-count": "1",
        "body-0-type": "shelf_by_hand",
        "body-0-order": "0",
        "body-0-deleted": "",
        "body-0-id": "",
        "body-0-value-title": "Cô chọn",
        "body-0-value-resources-count": "1",
        "body-0-value-resources-0-order": "0",
        "body-0-value-resources-0-deleted": "",
        "body-0-value-resources-0-type": "item",
        "body-0-value-resources-0-id": "",
        "action-publish": "1",
    }
    address = f"/quan-tri/pages/{own.home.pk}/edit/"
    foreign = signed_in.post(address, {**data, "body-0-value-resources-0-value": other.resource.pk})
    assert foreign.status_code == 200
    assert SECRET not in foreign.content.decode()
    assert signed_in.post(address, {**data, "body-0-value-resources-0-value": own.resource.pk}).status_code == 302
    own.home.refresh_from_db()
    assert [r.pk for block in own.home.specific.body for r in block.value["resources"]] == [own.resource.pk]


def test_a_page_takes_pictures_of_the_own_school_only(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    address = f"/quan-tri/pages/{own.home.pk}/edit/"
    data = {"title": own.home.title, "lead": "", "body-count": "1", "body-0-type": "picture", "body-0-order": "0"}
    data |= {"body-0-deleted": "", "body-0-id": "", "body-0-value-alt_text": "Sân trường", "action-publish": "1"}
    for sign, shown in ((own.picture, other.picture), (other.picture, own.picture)):
        answer = signed_in.post(address, {**data, "logo": sign.pk, "body-0-value-image": shown.pk})
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()
    answer = signed_in.post(address, {**data, "logo": own.picture.pk, "body-0-value-image": own.picture.pk})
    assert answer.status_code == 302
    home = SchoolHomePage.objects.get(pk=own.home.pk)
    assert (home.logo.pk, home.body[0].value.pk) == (own.picture.pk, own.picture.pk)
    shown_page = signed_in.get("/truong/truong-a/").content.decode()
    assert "Sân trường" in shown_page
    source = next(word for word in shown_page.split('"') if word.startswith("/media/images/"))
    assert signed_in.get(source).status_code == 200
    assert signed_in.get("/media/images/../db.sqlite3").status_code == 404
