"""Home pages of schools: created automatically in every language, with shelves that respect each visitor's access."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.blocks import StreamValue
from wagtail.models import GroupPagePermission, Page, Site

from access.actions import Action
from access.labels import EVERYONE, school_audience
from accounts.models import School
from circulation.licences.actions import LicenceTerms, add_licence, borrow
from portal.actions import create_node_home, create_school_home
from portal.current_viewer import use_viewer
from portal.models import Desk, NewsPage, SchoolHomePage
from portal.resource_chooser import ResourceBlock
from portal.shelves import title_of
from repository.models import Resource
from search.backends import backend_at
from sharing.viewer import system_viewer, viewer_of_membership
from tests.factories import MembershipFactory, SchoolFactory, a_draft, a_resource
from tests.portal.two_schools import bare_wagtail

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def school() -> School:
    bare_wagtail()
    return SchoolFactory.create(code="nguyen-du", name="Trường THCS Nguyễn Du")


@pytest.fixture
def index(empty_index: Callable[[datetime], int]) -> Callable[[], int]:
    return lambda: empty_index(timezone.now())


def put(home: SchoolHomePage, *blocks: tuple[str, dict[str, Any]]) -> None:
    """Write these blocks on the page and publish it."""
    body = [{"type": kind, "value": value} for kind, value in blocks]
    home.body = StreamValue(home.body.stream_block, body, is_lazy=True)
    home.save_revision().publish()


def test_a_school_gets_its_home_in_both_languages_and_its_desk_once(client: Client, school: School) -> None:
    home = create_school_home(school)
    assert create_school_home(school) == home
    assert client.get("/truong/nguyen-du/").status_code == 200
    assert client.get("/en/truong/nguyen-du/").status_code == 200
    assert client.get("/truong/le-quy-don/").status_code == 404
    desk = Desk.objects.get(school=school)
    opened = set(
        GroupPagePermission.objects.filter(group=desk.group).values_list("page__locale__language_code", flat=True)
    )
    assert opened == {"vi", "en"}
    assert not desk.group.user_set.exists()
    assert Page.objects.filter(depth__gt=1).exact_type(Page).count() == 0


def test_the_site_uses_the_host_and_port_of_its_address(settings: Any, school: School) -> None:
    settings.SITE_URL = "https://tusach.example.edu.vn"
    home = create_node_home(name="Tủ Sách Hải Phòng")
    site = Site.objects.get()
    assert (site.hostname, site.port, site.root_page_id) == ("tusach.example.edu.vn", 443, home.pk)


def test_a_page_without_translation_says_so_and_one_without_words_does_not(client: Client, school: School) -> None:
    home = create_school_home(school)
    notice = "not translated"
    assert notice not in client.get("/en/truong/nguyen-du/").content.decode()
    home.lead = "Trường làng bên sông"
    home.save_revision().publish()
    english = client.get("/en/truong/nguyen-du/").content.decode()
    assert notice in english
    assert "Trường làng bên sông" in english
    assert notice not in client.get("/truong/nguyen-du/").content.decode()


def test_a_curated_shelf_shows_each_visitor_what_they_may_discover(client: Client, school: School) -> None:
    home = create_school_home(school)
    open_book = a_resource(school, title="Dế Mèn phiêu lưu ký", opened={Action.DISCOVER: EVERYONE})
    ours = a_resource(school, title="Đề kiểm tra học kì", opened={Action.DISCOVER: school_audience(school.pk)})
    draft = a_draft(school, title="Bản thảo chưa xong")
    put(home, ("shelf_by_hand", {"title": "Cô chọn", "resources": [ours.pk, draft.pk, open_book.pk]}))

    stranger = client.get("/truong/nguyen-du/").content.decode()
    assert "Dế Mèn" in stranger
    assert "Đề kiểm tra" not in stranger
    assert "Bản thảo" not in stranger

    client.force_login(MembershipFactory(school=school).person, backend=BACKEND)
    teacher = client.get("/truong/nguyen-du/").content.decode()
    assert teacher.index("Đề kiểm tra") < teacher.index("Dế Mèn")
    assert "Bản thảo" not in teacher


def test_a_shelf_on_which_nothing_is_open_is_not_there(client: Client, school: School) -> None:
    home = create_school_home(school)
    draft = a_draft(school)
    put(home, ("shelf_by_hand", {"title": "Kệ của cô Lan", "resources": [draft.pk]}))
    assert "Kệ của cô Lan" not in client.get("/truong/nguyen-du/").content.decode()


def test_a_shelf_by_search_finds_what_was_published_since(
    client: Client, school: School, index: Callable[[], int]
) -> None:
    home = create_school_home(school)
    put(home, ("shelf_by_search", {"title": "Toán", "words": "hinh hoc", "subject": "toan", "only_ours": True}))
    assert "Toán" not in client.get("/truong/nguyen-du/").content.decode()
    a_resource(school, title="Hình học 9", subjects=["toan"], opened={Action.DISCOVER: EVERYONE})
    a_resource(title="Hình học của trường khác", subjects=["toan"], opened={Action.DISCOVER: EVERYONE})
    a_draft(school, title="Hình học nháp", subjects=["toan"])
    index()
    shown = client.get("/truong/nguyen-du/").content.decode()
    assert "Hình học 9" in shown
    assert "trường khác" not in shown
    assert "nháp" not in shown
    assert "subject=toan" in shown


def test_a_search_that_does_not_answer_leaves_the_page_standing(client: Client, school: School, settings: Any) -> None:
    create_school_home(school)
    settings.SEARCH_URL = "http://127.0.0.1:9/nothing"
    assert client.get("/truong/nguyen-du/").status_code == 200
    backend_at.cache_clear()


def test_a_shelf_without_a_title_says_what_is_on_it() -> None:
    usual = title_of({"words": "", "subject": "", "grade": "", "kind": ""})
    assert usual != title_of({"words": "", "subject": "toan", "grade": "6", "kind": "video"})
    assert "6" in title_of({"words": "", "subject": "toan", "grade": "6", "kind": ""})


def test_a_key_that_the_librarian_may_not_discover_is_no_choice(school: School) -> None:
    secret, own = a_draft(title="Bí mật của trường khác"), a_draft(school)
    block = ResourceBlock()
    librarian = viewer_of_membership(MembershipFactory(school=school, role="librarian"), now=timezone.now())
    with use_viewer(librarian):
        assert block.value_from_form(secret.pk) is None
        assert block.value_from_form(own.pk) == own
        assert block.value_from_form("1 OR 1=1") is None
        assert block.clean(own) == own
        with pytest.raises(ValidationError):
            block.clean(secret)
        assert secret.title not in str(block.get_form_state(secret))
        assert own.title in str(block.get_form_state(own))
    assert block.value_from_form(own.pk) is None  # no request, so no viewer


def test_a_reader_sees_their_loans_first(client: Client, school: School) -> None:
    create_school_home(school)
    teacher = MembershipFactory(school=school)
    book = a_resource(school, title="Sách mượn về", opened={Action.BORROW: school_audience(school.pk)})
    now = timezone.now()
    add_licence(book, terms=LicenceTerms(seats=1, starts_at=now), by=system_viewer(school.pk, now=now))
    borrow(Resource.objects.get(pk=book.pk), by=viewer_of_membership(teacher, now=now))
    assert "Sách mượn về" not in client.get("/").content.decode()
    client.force_login(teacher.person, backend=BACKEND)
    for address in ("/", "/truong/nguyen-du/"):
        assert "Sách mượn về" in client.get(address).content.decode()


def test_news_is_listed_newest_first_without_unpublished_ones(client: Client, school: School) -> None:
    home = create_school_home(school)
    for day, title, live in (
        ("2026-09-01", "Khai giảng", True),
        ("2026-10-01", "Hội sách", True),
        ("2026-11-01", "Nháp tin", False),
    ):
        home.add_child(instance=NewsPage(title=title, slug=f"tin-{day}", day=day, live=live, locale=home.locale))
    shown = client.get("/truong/nguyen-du/").content.decode()
    assert shown.index("Hội sách") < shown.index("Khai giảng")
    assert "Nháp tin" not in shown
    assert client.get("/truong/nguyen-du/tin-2026-10-01/").status_code == 200
    assert client.get("/truong/nguyen-du/tin-2026-11-01/").status_code == 404


def test_schools_are_listed_in_vietnamese_order(client: Client, school: School) -> None:
    for code, name in (("dd", "Đoàn Thị Điểm"), ("d", "Dương Quảng Hàm"), ("a", "Ái Mộ")):
        create_school_home(SchoolFactory(code=code, name=name))
    shown = client.get("/truong/").content.decode()
    assert shown.index("Ái Mộ") < shown.index("Dương Quảng Hàm") < shown.index("Đoàn Thị Điểm")


def test_a_school_without_a_colour_has_no_style_of_its_own(client: Client, school: School) -> None:
    create_school_home(school)
    assert client.get("/mau/nguyen-du.css").status_code == 404
    assert "/mau/" not in client.get("/truong/nguyen-du/").content.decode()
    School.objects.filter(pk=school.pk).update(accent="#8a1c3c")
    assert "/mau/nguyen-du.css" in client.get("/truong/nguyen-du/").content.decode()
    assert client.get("/mau/nguyen-du.css")["Content-Type"] == "text/css"
