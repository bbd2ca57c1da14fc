"""All writes of the front end: home pages of the node and of schools, with their desks in the admin."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Locale, Page, Site
from wagtail.users.models import UserProfile
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.synctree import create_aliases_for_new_page

from access.viewer import Viewer
from accounts.actions import FirstAdministrator, create_first_administrator, name_node
from accounts.models import School
from portal.librarian_steps import HIDDEN
from portal.models import Desk, HomePage, SchoolHomePage, SchoolsPage
from repository.models import Resource

PAGE_RIGHTS = ("add_page", "change_page", "publish_page", "bulk_delete_page")
PICTURE_RIGHTS = ("add_image", "change_image", "choose_image")
COLLECTION_RIGHTS = ("add_collection", "change_collection", "delete_collection")
SCHOOLS_SLUG = "truong"


@transaction.atomic
def open_installation(first: FirstAdministrator, *, by: Viewer) -> str:
    """Create the first administrator and the home pages; return a temporary password.

    Raise AdministratorExists, UserNameTaken or SchoolCodeTaken.
    """
    unit, password = create_first_administrator(first, by=by)
    create_node_home(name=settings.WAGTAIL_SITE_NAME)
    create_school_home(unit)
    return password


@transaction.atomic
def rename_node(*, name: str, by: Viewer) -> None:
    """Name this installation, its home page and its site. Raise NotAllowed for others than its administrator."""
    name_node(name=name, by=by)
    home = create_node_home(name=name)
    home.title = name
    home.save_revision(user=None).publish()
    _serve(home, name)


@transaction.atomic
def show_librarian_steps(person: Any, *, shown: bool) -> None:
    """Show or hide the first steps on a person's desk."""
    profile = UserProfile.get_for_user(person)
    profile.dismissibles[HIDDEN] = not shown
    profile.save(update_fields=["dismissibles"])


@transaction.atomic
def create_node_home(*, name: str) -> HomePage:
    """Create the node's home in every language, its list of schools, its site and its desk. Idempotent."""
    _clear_welcome_page()
    vietnamese = _languages()
    home = HomePage.objects.filter(locale=vietnamese).first() or _first_home(vietnamese, name)
    if not SchoolsPage.objects.child_of(home).exists():
        with override(settings.LANGUAGE_CODE):
            _publish(SchoolsPage(title=_("Schools"), slug=SCHOOLS_SLUG, locale=vietnamese), under=home)
    _serve(home, name)
    desk = _desk(None, name=_("Node administrator"), collection=Collection.get_first_root_node())
    _give(desk.group, pages=[Page.get_first_root_node()], collection_rights=(*PICTURE_RIGHTS, *COLLECTION_RIGHTS))
    return home


@transaction.atomic
def create_school_home(school: School) -> SchoolHomePage:
    """Create a school's home at /truong/<code>/ in every language, and its desk in the admin. Idempotent."""
    here = {"locale__language_code": settings.LANGUAGE_CODE}
    if not SchoolsPage.objects.filter(**here).exists():
        create_node_home(name=settings.WAGTAIL_SITE_NAME)
    schools = SchoolsPage.objects.get(**here)
    home = SchoolHomePage.objects.filter(school=school, **here).first() or _first_school_home(school, schools)
    desk = _desk(school, name=school.name, collection=None)
    Desk.objects.filter(pk=desk.pk).update(home=home.pk)
    _give(desk.group, pages=_in_all_languages(home), collection_rights=PICTURE_RIGHTS)
    return home


def _clear_welcome_page() -> None:
    """Delete the page that Wagtail's own migration creates."""
    for page in Page.get_first_root_node().get_children().exact_type(Page):
        page.delete()


def _languages() -> Locale:
    """Let every language's page tree follow the first one's: it shows what is not translated."""
    first, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        locale, _made = Locale.objects.get_or_create(language_code=code)
        if locale != first:
            LocaleSynchronization.objects.get_or_create(locale=locale, defaults={"sync_from": first})
    return first


def _first_home(locale: Locale, name: str) -> HomePage:
    home = HomePage(title=name, slug="trang-chu", locale=locale, body=_first_body(only_ours=False))
    return _publish(home, under=Page.get_first_root_node())


def _first_school_home(school: School, schools: SchoolsPage) -> SchoolHomePage:
    home = SchoolHomePage(
        title=school.name, slug=school.code, locale=schools.locale, school=school, body=_first_body(only_ours=True)
    )
    return _publish(home, under=schools)


def _first_body(*, only_ours: bool) -> list[tuple[str, Any]]:
    """Return blocks without text, which fit every language until an editor writes some."""
    search = {"title": "", "words": "", "subject": "", "grade": "", "kind": "", "only_ours": only_ours}
    return [
        ("shelf_by_search", search),
        ("shelf_by_search", {**search, "kind": Resource.Kind.VIDEO.value}),
        ("news", {"title": "", "number": 3}),
    ]


def _publish(page: Any, *, under: Page) -> Any:
    """Publish the page, and an alias of it in the trees of the other languages."""
    under.refresh_from_db()
    under.add_child(instance=page)
    page.save_revision().publish()
    create_aliases_for_new_page(page)
    return page


def _serve(home: HomePage, name: str) -> None:
    """Make this home the one site of the node, at the address in SITE_URL."""
    address = urlsplit(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": address.hostname, "port": port, "root_page": home, "site_name": name},
    )


def _desk(school: School | None, *, name: str, collection: Collection | None) -> Desk:
    desk = Desk.objects.filter(school=school).first()
    if desk is not None:
        return desk
    group, _made = Group.objects.get_or_create(name=f"{name} · {school.code}"[:150] if school else name)
    folder = collection or Collection.get_first_root_node().add_child(name=name)
    return Desk.objects.create(school=school, group=group, collection=folder)


def _give(group: Group, *, pages: list[Page], collection_rights: tuple[str, ...]) -> None:
    for page in pages:
        for permission in _permissions("wagtailcore", PAGE_RIGHTS):
            GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
    for permission in _permissions("wagtailimages", collection_rights) | _permissions("wagtailcore", collection_rights):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=group.desk.collection, permission=permission
        )


def _permissions(app: str, names: tuple[str, ...]) -> Any:
    return Permission.objects.filter(content_type__app_label=app, codename__in=names)


def _in_all_languages(home: Page) -> list[Page]:
    return list(Page.objects.filter(translation_key=home.translation_key))
