"""What the project adds to the Wagtail admin, and what it removes."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from wagtail import hooks
from wagtail.models import Page

from accounts.models import Role
from portal import page_links
from portal.admin_permissions import above_own_pages, own_pages
from portal.admin_roles import desk_of, role_of
from portal.collection_chooser import collection_chooser
from portal.desk import menu, workers
from portal.desk.collections import CollectionViewSet
from portal.desk.curriculum import CurriculumTermViewSet
from portal.desk.people import EndMemberships, IssueTemporaryPasswords, MembershipViewSet
from portal.desk.resource_bulk import BulkAddToCollection, BulkClearRights, BulkEdit, BulkPublish, BulkWithdraw
from portal.desk.resources import ResourceViewSet
from portal.desk.schools import SchoolsViewSet
from portal.desk.synonyms import SynonymViewSet
from portal.desk.targets import TargetViewSet
from portal.desk.todo import StepsPanel, TodoPanel
from portal.desk.wagtail_labels import replace_english_labels
from portal.resource_chooser import own_resource_chooser, resource_chooser
from portal.scoped_admin.exports import improve_exports

LAST = 1000  # after the hooks of Wagtail itself

replace_english_labels()
improve_exports()

for action in (
    BulkPublish,
    BulkClearRights,
    BulkWithdraw,
    BulkAddToCollection,
    BulkEdit,
    IssueTemporaryPasswords,
    EndMemberships,
):
    hooks.register("register_bulk_action", action)
for item in (
    menu.LendingDeskItem,
    menu.UploadsItem,
    menu.NotIndexedItem,
    menu.AgreementsItem,
    menu.ChangesItem,
    menu.AuthoritiesItem,
    menu.ImportsItem,
    menu.ClassesItem,
    menu.CopyCataloguingItem,
    menu.CopiesItem,
    menu.WorkersItem,
    menu.ContactItem,
    menu.SchoolPagesItem,
    menu.HelpItem,
):
    hooks.register("register_admin_menu_item", item)
hooks.register("construct_main_menu", menu.hide_forbidden_items, order=LAST)
hooks.register("construct_settings_menu", menu.hide_users, order=LAST)


@hooks.register("register_admin_viewset")
def desk() -> list[Any]:
    """Register the view sets of the desk."""
    return [
        ResourceViewSet(),
        CollectionViewSet(),
        MembershipViewSet(),
        SchoolsViewSet(),
        SynonymViewSet(),
        TargetViewSet(),
        CurriculumTermViewSet(),
        resource_chooser,
        own_resource_chooser,
        collection_chooser,
    ]


@hooks.register("register_admin_urls")
def workers_urls() -> list[URLPattern]:
    """Register the page of queues and workers."""
    return [
        path("hang-doi/", workers.workers, name="workers"),
        path("hang-doi/moi/", workers.refresh, name="workers_status"),
        path("hang-doi/thu/thu-lai/", workers.retry_mail, name="retry_mail"),
        path("hang-doi/<uuid:upload>/thu-lai/", workers.try_again, name="retry_failed_upload"),
    ]


@hooks.register("construct_homepage_panels")
def first_screen(request: HttpRequest, panels: list[Any]) -> None:
    """Show tasks and first steps alone: Wagtail's panels name pages that the person edited for other schools."""
    panels[:] = [TodoPanel(), StepsPanel()]


@hooks.register("construct_homepage_summary_items", order=LAST)
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    """Remove the counts of pages and pictures."""
    items[:] = []


@hooks.register("before_serve_page")
def not_set_up(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse | None:
    """Show how to set the site up instead of the welcome page that Wagtail's own migration creates."""
    if page.specific_class is not Page:
        return None
    return render(request, "portal/not_set_up.html")


@hooks.register("construct_page_chooser_queryset")
def pages_to_choose(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Offer the school's own pages, and those above them."""
    if role_of(request.user) == Role.NODE_ADMIN:
        return pages
    own_desk = desk_of(request.user)
    if own_desk is None:
        return pages.none()
    own = [*own_pages(own_desk).values_list("pk", flat=True), *above_own_pages(own_desk).values_list("pk", flat=True)]
    return pages.filter(pk__in=own)


@hooks.register("insert_global_admin_css")
def admin_stylesheet() -> str:
    """Add the project's font and accent to the admin; an @import would be requested only after the style sheet."""
    link = '<link rel="stylesheet" href="{}">'
    return format_html(link + link, static("theme/tokens.css"), static("theme/admin.css"))


@hooks.register("register_rich_text_features", order=LAST)
def links(features: Any) -> None:
    """Let links reach only what their writer and their reader may see."""
    page_links.register(features)


@hooks.register("register_rich_text_features")
def no_embeds(features: Any) -> None:
    """Remove embeds: pages load nothing from other hosts."""
    features.default_features = [name for name in features.default_features if name not in {"embed", "document-link"}]
