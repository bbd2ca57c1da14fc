"""What we put into the Wagtail admin, and what we take out of it."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from accounts.models import Role
from portal.admin_permissions import above_own_pages, own_pages
from portal.admin_roles import desk_of, role_of
from portal.desk import menu, workers
from portal.desk.collections import CollectionViewSet
from portal.desk.people import EndMemberships, IssueTemporaryPasswords, MembershipViewSet
from portal.desk.resources import BulkAddToCollection, BulkPublish, BulkWithdraw, ResourceViewSet
from portal.desk.schools import SchoolsViewSet
from portal.desk.todo import TodoPanel
from portal.desk.wagtail_labels import replace_english_labels
from portal.resource_chooser import own_resource_chooser, resource_chooser

LAST = 1000  # after the hooks of Wagtail itself

replace_english_labels()

for action in (BulkPublish, BulkWithdraw, BulkAddToCollection, IssueTemporaryPasswords, EndMemberships):
    hooks.register("register_bulk_action", action)
for item in (menu.UploadsItem, menu.NotIndexedItem, menu.AgreementsItem, menu.WorkersItem, menu.SchoolPagesItem):
    hooks.register("register_admin_menu_item", item)
hooks.register("construct_main_menu", menu.hide_forbidden_items, order=LAST)
hooks.register("construct_settings_menu", menu.hide_users, order=LAST)
hooks.register("construct_help_menu", menu.hide_english_guides, order=LAST)


@hooks.register("register_admin_viewset")
def desk() -> list[Any]:
    """Everything that librarians keep."""
    return [
        ResourceViewSet(),
        CollectionViewSet(),
        MembershipViewSet(),
        SchoolsViewSet(),
        resource_chooser,
        own_resource_chooser,
    ]


@hooks.register("register_admin_urls")
def workers_urls() -> list[URLPattern]:
    """The board of queues and workers."""
    return [
        path("hang-doi/", workers.workers, name="board"),
        path("hang-doi/moi/", workers.refresh, name="board_news"),
        path("hang-doi/thu/thu-lai/", workers.retry_mail, name="board_post_again"),
        path("hang-doi/<uuid:upload>/thu-lai/", workers.try_again, name="board_try_again"),
    ]


@hooks.register("construct_homepage_panels")
def first_screen(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for her; Wagtail's own panels tell of pages that she edited for other schools."""
    panels[:] = [TodoPanel()]


@hooks.register("construct_homepage_summary_items", order=LAST)
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Counts of pages and pictures help nobody."""
    items[:] = []


@hooks.register("construct_page_chooser_queryset")
def pages_to_choose(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Her own pages, and the way to them."""
    if role_of(request.user) == Role.NODE_ADMIN:
        return pages
    place = desk_of(request.user)
    if place is None:
        return pages.none()
    hers = [*own_pages(place).values_list("pk", flat=True), *above_own_pages(place).values_list("pk", flat=True)]
    return pages.filter(pk__in=hers)


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    """Our type and our accent in the admin."""
    return format_html('<link rel="stylesheet" href="{}">', static("theme/admin.css"))


@hooks.register("register_rich_text_features")
def no_embeds(features: Any) -> None:
    """Nothing of other hosts on our pages."""
    features.default_features = [name for name in features.default_features if name not in {"embed", "document-link"}]
