"""The help: every screen leads to a topic that exists and names buttons as the screens do; contact and privacy."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.utils.translation.trans_real import DjangoTranslation

from accounts.actions import update_contact
from accounts.errors import NotAllowed, NotFound
from accounts.models import AuditEntry, Membership, Node, Role, School
from portal.admin_permissions import LIBRARIAN
from portal.help import (
    cataloguing,
    classroom,
    copies,
    copying,
    counter,
    finding,
    importing,
    lessons,
    offices,
    sharing,
    uploading,
)
from portal.help.privacy_text import default_text, own_text, parts_of
from portal.help.screens import OF_ROLE, TOPIC_OF_SCREEN, topic_of
from portal.help.topic import Audience, Topic, audience_of
from portal.help.topics import TOPICS, find_topics
from sharing.viewer import viewer_of_membership
from tests.factories import MembershipFactory, PersonFactory
from tests.portal.two_schools import Holding

pytestmark = [pytest.mark.django_db, pytest.mark.backend_independent]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LABEL = re.compile(r"“([^”]+)”")
HELP = re.compile(r'href="(?:/en)?/tro-giup/([a-z-]*)/?"')
# Lists of choices, scripts, parts of screens, and addresses that only forms are sent to.
NO_SCREEN = re.compile(
    r"chooser|choose_page|javascript|editing_sessions|dismissibles|logout|block_preview|_results|bulk_action"
    r"|index_again|librarian_steps"
)
FILES = (finding, classroom, uploading, cataloguing, importing, lessons, sharing, offices, copies, copying, counter)
DESK_SCREENS = (
    "", "lien-he/", "hoc-lieu/edit/{book}/", "nguoi/", "pages/{home}/", "pages/{news}/edit/", "images/",
)  # fmt: skip
OTHER_SCREENS = (
    "account/", "hoc-lieu/", "hoc-lieu/history/{book}/", "bo-suu-tap/", "bo-suu-tap/edit/{collection}/",
    "bo-suu-tap/new/", "nguoi/new/", "truong/", "images/add/", "images/{picture}/", "chua-tim-duoc/",
)  # fmt: skip
ADMIN_SCREENS = ("", "buoc-dau/", "tinh-trang/", "hang-doi/", "truong/new/", "sites/", "reports/aging-pages/")

FORM = "/quan-tri/lien-he/"
FILLED: dict[str, Any] = {
    "contact_name": "Thư viện, Nguyễn Thị Mai",
    "contact_phone": "(028) 38 22 00 11",
    "contact_email": "thuvien@nguyendu.example.vn",
    "contact_address": "Tầng 2, nhà B",
    "contact_hours": "thứ hai đến thứ sáu",
    "privacy_text": "",
}


def texts_of(topic: Topic) -> Iterator[object]:
    yield from (topic.title, topic.summary, *topic.steps)
    for note in topic.notes:
        yield from (note.question, note.answer)


def sign_in(client: Client, membership: Membership) -> Client:
    client.force_login(membership.person, backend=BACKEND)
    return client


def topics_linked(page: str) -> set[str]:
    return set(HELP.findall(page))


def test_every_topic_has_an_address_of_its_own_and_every_link_leads_to_one() -> None:
    written = [topic for file in FILES for topic in file.TOPICS]
    assert len(written) == len(TOPICS)
    named = {*TOPIC_OF_SCREEN.values(), *(slug for table in OF_ROLE.values() for slug in table.values())}
    assert named - set(TOPICS) == set()
    for topic in written:
        assert reverse("help:topic", args=[topic.slug]) == f"/tro-giup/{topic.slug}/"
        assert not topic.screen or reverse(topic.screen)


def test_every_address_of_the_desk_has_a_topic() -> None:
    names = [name for name in LIBRARIAN if not NO_SCREEN.search(name)]
    assert [name for name in names if not topic_of(name, Role.LIBRARIAN)] == []
    more = ("health", "workers", "wagtailsites:index", "wagtailadmin_reports:site_history", "portal:first_steps")
    assert [name for name in (*names, *more) if not topic_of(name, Role.NODE_ADMIN)] == []


@pytest.mark.parametrize(
    ("role", "screens"),
    [
        (Role.LIBRARIAN, DESK_SCREENS),
        (Role.NODE_ADMIN, ADMIN_SCREENS),
        pytest.param(Role.LIBRARIAN, OTHER_SCREENS, marks=pytest.mark.slow),
    ],
)
def test_every_screen_of_the_desk_shows_the_link_to_its_topic(
    client: Client, schools: tuple[Holding, Holding], role: Role, screens: tuple[str, ...]
) -> None:
    own, _other = schools
    member = own.membership if role == Role.LIBRARIAN else MembershipFactory(school=own.school, role=role)
    sign_in(client, member)
    keys = {
        "book": own.resource.pk,
        "collection": own.collection.pk,
        "home": own.home.pk,
        "news": own.news.pk,
        "picture": own.picture.pk,
    }
    for screen in screens:
        answer = client.get("/quan-tri/" + screen.format(**keys))
        page = answer.content.decode()
        assert answer.status_code == 200, screen
        wanted = topic_of(answer.resolver_match.view_name, role)
        assert wanted in topics_linked(page), screen
        assert "wagtail.org" not in page, screen


def test_topics_name_buttons_and_menus_as_the_screens_do() -> None:
    """Text in “ ” is the name of a button or a menu entry: the Vietnamese is what the screen shows."""
    catalogue = DjangoTranslation("vi", domain="django")._catalog
    shown: dict[str, set[str]] = {}
    for key, text in catalogue.items():
        plain_key = key[0] if isinstance(key, tuple) else key
        shown.setdefault(plain_key.rpartition("\x04")[2].lower(), set()).add(str(text).lower())
    wrong = []
    for topic in TOPICS.values():
        for text in texts_of(topic):
            with override("en"):
                english = LABEL.findall(str(text))
            with override("vi"):
                vietnamese = LABEL.findall(str(text))
            wrong += [
                f"{topic.slug}: {one} / {other}"
                for one, other in zip(english, vietnamese, strict=True)
                if other.lower() not in shown.get(one.lower(), set())
            ]
    assert wrong == [], "\n".join(wrong)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_each_topic_can_be_opened_by_everybody(client: Client, prefix: str) -> None:
    for slug, topic in TOPICS.items():
        page = client.get(f"{prefix}/tro-giup/{slug}/").content.decode()
        with override("en" if prefix else "vi"):
            assert f"<h1>{topic.title}</h1>".replace("&", "&amp;").replace("'", "&#x27;") in page
        assert 'href="/quan-tri/' not in page, "a visitor is not sent to a screen that is closed to them"
    assert client.get(f"{prefix}/tro-giup/khong-co/").status_code == 404


def test_the_topics_of_the_own_role_come_first(client: Client, schools: tuple[Holding, Holding]) -> None:
    headings = re.compile(r'<h2 id="for-(\w+)"')
    assert headings.findall(client.get("/tro-giup/").content.decode()) == ["reader"]
    sign_in(client, schools[0].membership)
    assert headings.findall(client.get("/tro-giup/").content.decode()) == ["librarian", "reader"]
    assert audience_of(viewer_of_membership(schools[0].membership, now=timezone.now())) == Audience.LIBRARIAN


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("quen mat khau", "dang-nhap"),
        ("Làm sao để TRẢ sách", "muon-va-tra"),
        ("mã QR cho lớp", "giao-vien-chia-se"),
        ("tải lên", "tai-len"),
        ("zzz qqq", None),
    ],
)
def test_questions_find_the_topic_with_or_without_marks(question: str, first: str | None) -> None:
    with override("vi"):
        found = [topic.slug for topic in find_topics(question, Audience.READER)]
    assert found[:1] == ([first] if first else [])


def test_a_found_topic_is_shown_and_a_question_is_escaped(client: Client) -> None:
    page = client.get("/tro-giup/", {"q": "quên mật khẩu"}).content.decode()
    assert "/tro-giup/dang-nhap/" in page
    assert "<b>" not in client.get("/tro-giup/", {"q": "<b>x"}).content.decode()


def test_the_screens_of_readers_lead_to_their_topics(client: Client) -> None:
    assert "dang-nhap" in topics_linked(client.get("/tai-khoan/login/").content.decode())
    assert "dang-nhap" in topics_linked(client.get("/en/tai-khoan/login/").content.decode())
    assert "tim-sach" in topics_linked(client.get("/tim/?q=x").content.decode())
    assert 'href="/en/tro-giup/dang-nhap/"' in client.get("/en/tai-khoan/login/").content.decode()


def test_a_librarian_signs_agreements_by_the_topic_of_librarians_and_a_head_by_that_of_heads(
    client: Client, schools: tuple[Holding, Holding]
) -> None:
    sign_in(client, schools[0].membership)
    assert "thoa-thuan" in topics_linked(client.get("/chia-se/").content.decode())
    head = MembershipFactory(school=schools[0].school, role=Role.HEAD, person=PersonFactory())
    assert "ki-thoa-thuan" in topics_linked(sign_in(Client(), head).get("/chia-se/").content.decode())


@pytest.fixture
def librarian(client: Client, schools: tuple[Holding, Holding]) -> Client:
    return sign_in(client, schools[0].membership)


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_a_librarian_fills_in_is_shown_to_the_members_of_the_school_alone(
    librarian: Client, schools: tuple[Holding, Holding]
) -> None:
    assert librarian.post(FORM, FILLED).status_code == 302
    own, other = schools
    pupil = sign_in(Client(), MembershipFactory(school=own.school, role=Role.PUPIL))
    for address in ("/lien-he/", "/quyen-rieng-tu/", f"/lien-he/{own.school.code}/"):
        page = read(pupil, address)
        assert FILLED["contact_name"] in page
        assert 'href="tel:02838220011"' in page
        assert FORM not in page
    visitor, neighbour = Client(), sign_in(Client(), MembershipFactory(school=other.school, role=Role.PUPIL))
    assert FILLED["contact_name"] not in read(visitor, "/lien-he/") + read(neighbour, "/lien-he/")
    assert FILLED["contact_name"] in read(visitor, f"/lien-he/{own.school.code}/")
    assert AuditEntry.objects.filter(verb="contact.update", target=own.school.uuid).count() == 1


def test_the_page_of_a_school_links_to_the_schools_own(client: Client, schools: tuple[Holding, Holding]) -> None:
    code = schools[0].school.code
    assert f'href="/lien-he/{code}/"' in read(client, f"/truong/{code}/")
    assert 'href="/lien-he/"' in read(client, "/tim/")
    assert client.get("/lien-he/khong-co/").status_code == 404


def test_the_administrator_fills_in_the_page_of_the_node_and_visitors_see_it(
    client: Client, schools: tuple[Holding, Holding]
) -> None:
    administrator = sign_in(Client(), MembershipFactory(school=schools[0].school, role=Role.NODE_ADMIN))
    assert "Thư viện, Nguyễn" not in read(client, "/lien-he/")
    administrator.post(FORM, {**FILLED, "privacy_text": "Của chúng tôi\nMột câu riêng."})
    assert Node.objects.get(is_here=True).contact_name == FILLED["contact_name"]
    assert School.objects.exclude(contact_name="").count() == 0
    assert FILLED["contact_name"] in read(client, "/lien-he/")
    page = read(client, "/quyen-rieng-tu/")
    assert "<h2>Của chúng tôi</h2>" in page
    assert "Một câu riêng." in page


def test_without_a_text_the_page_is_that_of_the_product_in_the_readers_language(
    librarian: Client, schools: tuple[Holding, Holding]
) -> None:
    assert "Quyền của bạn" in read(Client(), "/quyen-rieng-tu/")
    assert "Your rights" in read(Client(), "/en/quyen-rieng-tu/")
    with override("en"):
        english = default_text()
    librarian.post(FORM, {**FILLED, "privacy_text": english.replace("\n", "\r\n")})
    school = School.objects.get(pk=schools[0].school.pk)
    assert (school.contact_name, school.privacy_text) == (FILLED["contact_name"], "")
    assert "Quyền của bạn" in read(librarian, "/quyen-rieng-tu/")


def test_a_form_without_a_way_to_ask_says_so_and_keeps_what_was_typed(librarian: Client) -> None:
    answer = librarian.post(FORM, {"contact_name": "Thư viện", "privacy_text": "Câu đang viết"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Hãy nhập số điện thoại, địa chỉ email hoặc nơi làm việc." in page
    assert "Câu đang viết" in page


def test_text_of_a_school_is_no_markup(librarian: Client) -> None:
    librarian.post(FORM, {**FILLED, "contact_name": "<b>x</b>", "privacy_text": "<script>1</script>"})
    page = read(librarian, "/quyen-rieng-tu/")
    assert "<b>x" not in page
    assert "<script>1" not in page


def test_only_its_librarians_and_its_administrator_change_it(schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    librarian = viewer_of_membership(own.membership, now=timezone.now())
    with pytest.raises(NotFound):
        update_contact(other.school, values=FILLED, by=librarian)
    with pytest.raises(NotAllowed):
        update_contact(Node.objects.create(name="x"), values=FILLED, by=librarian)
    update_contact(own.school, values=FILLED, by=librarian)
    assert own.school.contact_email == FILLED["contact_email"]


def test_a_text_is_divided_into_headings_and_paragraphs() -> None:
    parts = list(parts_of("Đầu đề\nMột.\nHai.\n\nChỉ một câu.\n\nMột câu.\nHai câu."))
    assert [(part.heading, part.text) for part in parts] == [
        ("Đầu đề", "Một.\nHai."),
        ("", "Chỉ một câu."),
        ("", "Một câu.\nHai câu."),
    ]
    assert own_text("khác") == "khác"


@pytest.mark.parametrize(
    ("typed", "dialled"), [("+84 28 3822", "+84283822"), ("nội bộ 12", ""), ("028+38220011", ""), ("", "")]
)
def test_only_a_telephone_number_is_a_link(typed: str, dialled: str) -> None:
    assert School(contact_phone=typed).phone_link == dialled
