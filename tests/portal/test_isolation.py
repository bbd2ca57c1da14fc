"""A librarian of one school gets nothing of another at any address of the Wagtail admin."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.actions import remove_member
from accounts.models import Membership, Role
from portal.admin_permissions import DENIED, LIBRARIAN, PUBLIC
from tests.factories import MembershipFactory
from tests.portal.two_schools import SECRET, Holding

pytestmark = [pytest.mark.system, pytest.mark.backend_independent, pytest.mark.django_db]
ADMIN = "/quan-tri/"
FOREIGN_KEYS = (
    "bulk/repository/resource/publish/?id={own.resource.pk}&id={other.resource.pk}",
    "bulk/accounts/membership/end/?id={own.membership.pk}&id={other.membership.pk}",
    "bulk/wagtailcore/page/delete/?id={own.news.pk}&id={other.news.pk}",
    "bulk/wagtailimages/image/delete/?id={own.picture.pk}&id={other.picture.pk}",
    "bulk/repository/resource/publish/?id=all",
    "bulk/wagtailimages/image/delete/?id=all",
    "bulk/wagtailcore/page/delete/?id=all",
    "bulk/wagtailcore/page/delete/?id=all&childOf={other.home.pk}",
    "chon-hoc-lieu/chosen-multiple/?id={own.resource.pk}&id={other.resource.pk}",
    "images/chooser/chosen-multiple/?id={own.picture.pk}&id={other.picture.pk}",
    "choose-page/chosen-multiple/?id={own.news.pk}&id={other.news.pk}",
)


def admin_addresses(holding: Holding) -> Iterator[tuple[str, str, bool]]:
    """Yield every address of the admin with keys of this holding: its name, the address, whether it contains a key."""
    for name, pattern in _walk(get_resolver().url_patterns):
        if not pattern.startswith("quan-tri/"):
            continue
        keys = _keys(name, holding)
        address, has_key = "/" + pattern.replace("^", ""), "<" in pattern or "(?P" in pattern
        for key, value in keys.items():
            for converter in ("int:", "str:", "slug:", "uuid:", ""):
                address = address.replace(f"<{converter}{key}>", str(value))
        if "(?P" in address:
            address = f"/quan-tri/pages/{holding.news.pk}/revisions/compare/live...latest/"
        if "<" not in address and "\\" not in address and "$" not in address:
            yield name, address, has_key


def _walk(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, prefix + str(pattern.pattern), inner)
        elif isinstance(pattern, URLPattern):
            yield space + (pattern.name or ""), prefix + str(pattern.pattern)


def _keys(name: str, holding: Holding) -> dict[str, Any]:
    """Return the value of each placeholder; `pk` depends on the screen's model."""
    space = name.split(":")[0]
    things = {
        "resource": holding.resource,
        "choose_resource": holding.resource,
        "choose_own_resource": holding.resource,
        "collection": holding.collection,
        "membership": holding.membership,
        "school": holding.school,
        "wagtailimages_chooser": holding.picture,
        "wagtailadmin_pages": holding.news,
        "wagtailadmin_collections": holding.school.desk.collection,
        "wagtailusers_users": holding.librarian,
        "wagtailusers_groups": holding.school.desk.group,
        "wagtailadmin_api": holding.picture if "images" in name else holding.news,
    }
    page = holding.news.pk
    return {
        "pk": things.get(space, holding.news).pk,
        "page_id": page,
        "page_pk": page,
        "parent_page_id": holding.home.pk,
        "page_to_move_id": page,
        "destination_id": holding.home.pk,
        "image_id": holding.picture.pk,
        "document_id": 1,
        "doc_id": 1,
        "uploaded_file_id": 1,
        "collection_id": holding.school.desk.collection.pk,
        "content_type_app_name": "portal",
        "content_type_model_name": "newspage",
        "app_label": "portal",
        "app_name": "portal",
        "model_name": "newspage",
        "object_id": page,
        "session_id": 1,
        "task_id": 1,
        "task_state_id": 1,
        "workflow_pk": 1,
        "workflow_state_id": 1,
        "action_name": "copy",
        "action": "delete",
        "revision_id": holding.news.latest_revision_id or 1,
        "translation_id": holding.translation.pk,
        "translation_source_id": holding.translation.source_id,
        "string_segment_id": holding.sentence.pk if holding.sentence else 1,
        "overridable_segment_id": 1,
        "mode": "",
        "filter_spec": "width-20",
        "uidb64": "x",
        "token": "x",
    }


@pytest.fixture
def signed_in(client: Client, schools: tuple[Holding, Holding]) -> Client:
    """Return a client that is signed in as the librarian of school A."""
    client.force_login(schools[0].librarian, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_every_address_with_a_key_of_another_school_is_not_there(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    _own, other = schools
    asked = [(name, address) for name, address, has_key in admin_addresses(other) if has_key and name not in PUBLIC]
    assert len(asked) > 100
    for name, address in asked:
        for answer in (signed_in.get(address), signed_in.post(address, {})):
            refused = answer.status_code in (404, 405) or name == "wagtailadmin_editing_sessions:release"
            assert refused, f"{name}: {address} answered {answer.status_code}"


def test_no_screen_shows_anything_of_another_school(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, _other = schools
    seen = 0
    for name, address, _has_key in admin_addresses(own):
        if name == "wagtailadmin_logout":
            continue
        answer = signed_in.get(address)
        assert answer.status_code < 500, f"{name}: {address} answered {answer.status_code}"
        if answer.status_code == 200:
            seen += 1
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert SECRET not in body.decode(errors="replace"), f"{name}: {address} shows an object of B"
    assert seen > 70


def test_the_own_desk_is_open(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, _other = schools
    for name in ("resource", "collection", "membership", "school"):
        thing = getattr(own, name)
        space = {"resource": "hoc-lieu", "collection": "bo-suu-tap", "membership": "nguoi", "school": "truong"}[name]
        for screen in ("edit", "history", "usage"):
            assert signed_in.get(f"{ADMIN}{space}/{screen}/{thing.pk}/").status_code == 200
    assert signed_in.get(f"{ADMIN}pages/{own.news.pk}/edit/").status_code == 200
    assert signed_in.get(f"{ADMIN}images/{own.picture.pk}/").status_code == 200


def test_keys_of_another_school_in_the_parameters_touch_nothing(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, other = schools
    for address in FOREIGN_KEYS:
        asked = ADMIN + address.format(own=own, other=other)
        assert signed_in.get(asked).status_code == 404, address
        assert signed_in.post(asked, {}).status_code in (404, 405), address
        own.resource.refresh_from_db()
        assert own.resource.state == "draft", address


def test_the_same_with_keys_of_the_own_school_works(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, _other = schools
    asked = f"{ADMIN}bulk/repository/resource/publish/?id={own.resource.pk}&next=/quan-tri/hoc-lieu/"
    assert signed_in.get(asked).status_code == 200
    assert signed_in.post(asked, {}).status_code == 302
    own.resource.refresh_from_db()
    assert own.resource.state == "published"


def test_exports_contain_only_the_own_school_and_no_formula(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, _other = schools
    own.resource.title = "=HYPERLINK(A1)"
    own.resource.save()
    answer = signed_in.get(f"{ADMIN}hoc-lieu/?export=csv")
    text = b"".join(answer.streaming_content).decode()
    assert SECRET not in text
    assert "'=HYPERLINK(A1)" in text
    assert signed_in.get(f"{ADMIN}hoc-lieu/?export=xlsx").status_code == 200


def test_a_membership_that_ended_has_no_admin_at_the_next_request(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, _other = schools
    assert signed_in.get(ADMIN).status_code == 200
    Membership.objects.filter(pk=own.membership.pk).update(until=timezone.now())
    assert signed_in.get(ADMIN).status_code == 403
    assert signed_in.get(f"{ADMIN}hoc-lieu/edit/{own.resource.pk}/").status_code == 403


def test_only_the_active_membership_has_a_desk(signed_in: Client, schools: tuple[Holding, Holding]) -> None:
    own, other = schools
    second = MembershipFactory.create(person=own.librarian, school=other.school, role=Role.LIBRARIAN)
    assert signed_in.get(f"{ADMIN}hoc-lieu/edit/{other.resource.pk}/").status_code == 404
    own.librarian.active_membership = second
    own.librarian.save()
    assert signed_in.get(f"{ADMIN}hoc-lieu/edit/{other.resource.pk}/").status_code == 200
    assert signed_in.get(f"{ADMIN}pages/{own.news.pk}/edit/").status_code == 404


def test_others_have_no_desk(client: Client, schools: tuple[Holding, Holding]) -> None:
    for role in (Role.PUPIL, Role.TEACHER, Role.HEAD, Role.OFFICER):
        person = MembershipFactory(school=schools[0].school, role=role).person
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        for _name, address, _has_key in list(admin_addresses(schools[0]))[::12]:
            refused = client.get(address).status_code in (403, 404)
            assert refused or any(word in address for word in ("sprite", "jsi18n", "login")), (role, address)


def test_a_visitor_is_redirected_to_the_sign_in(client: Client) -> None:
    answer = client.get(ADMIN)
    assert answer.status_code == 302
    assert "/tai-khoan/login/" in answer["Location"]


def test_the_node_administrator_has_the_node_but_no_schools_books(
    client: Client, schools: tuple[Holding, Holding]
) -> None:
    person = MembershipFactory(school=schools[0].school, role=Role.NODE_ADMIN).person
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    for address in ("sites/", "locales/", "collections/", "truong/", "nguoi/", f"pages/{schools[1].home.pk}/edit/"):
        assert client.get(ADMIN + address).status_code == 200, address
    for address in (f"hoc-lieu/edit/{schools[0].resource.pk}/", "documents/", "users/", "groups/", "snippets/"):
        assert client.get(ADMIN + address).status_code == 404, address


def test_what_the_gate_names_exists() -> None:
    names = {name for name, pattern in _walk(get_resolver().url_patterns) if pattern.startswith("quan-tri/")}
    spaces = {name.split(":")[0] for name in names}
    assert set(LIBRARIAN) <= names | spaces
    assert set(PUBLIC) <= names
    assert set(DENIED) - {""} <= names | spaces


def test_a_librarian_ends_memberships_of_the_own_school_only(schools: tuple[Holding, Holding]) -> None:
    from accounts.errors import NotFound
    from sharing.viewer import viewer_of_membership

    own, other = schools
    by = viewer_of_membership(own.membership, now=timezone.now())
    with pytest.raises(NotFound):
        remove_member(other.membership, by=by)
    remove_member(own.membership, by=by)
    own.membership.refresh_from_db()
    assert own.membership.until is not None


def test_a_home_is_changed_by_its_librarian_but_not_taken_away(
    signed_in: Client, schools: tuple[Holding, Holding]
) -> None:
    own, _other = schools
    home, news = own.home.pk, own.news.pk
    assert signed_in.get(f"{ADMIN}pages/{home}/edit/").status_code == 200
    assert 'name="slug"' not in signed_in.get(f"{ADMIN}pages/{home}/edit/").content.decode()
    for act in ("delete", "unpublish", "move", "copy"):
        assert signed_in.get(f"{ADMIN}pages/{home}/{act}/").status_code == 404
        assert signed_in.get(f"{ADMIN}pages/{news}/{act}/").status_code in (200, 302)
    assert signed_in.get(f"{ADMIN}bulk/wagtailcore/page/delete/?id={home}").status_code == 404
    assert signed_in.get(f"{ADMIN}bulk/wagtailcore/page/delete/?id={news}").status_code == 200
    assert signed_in.get(f"{ADMIN}bulk/wagtailcore/page/delete/?id=all&childOf={home}").status_code == 200
