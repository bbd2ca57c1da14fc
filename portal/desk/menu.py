"""The menu of the desk: what the user's role may open."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem as LinkMenuItemComponent

from accounts.models import Role
from portal.admin_roles import role_of
from portal.help.screens import help_url
from portal.scoped_admin.viewsets import viewer_of
from search.queries import not_indexed

LIBRARIANS_ITEMS = {
    "lending-desk",
    "uploads",
    "imports",
    "not-indexed",
    "resource",
    "collection",
    "authorities",
    "agreements",
    "membership",
    "classes",
    "copy-cataloguing",
    "copies",
    "school",
    "our-pages",
    "images",
    "contact",
    "help-here",
}
NODE_HIDDEN = {
    "lending-desk",
    "imports",
    "changes",
    "documents",
    "snippets",
    "uploads",
    "resource",
    "collection",
    "agreements",
    "our-pages",
    "help",
    "classes",
    "copy-cataloguing",
    "copies",
}
LAST = 20_000  # below Wagtail's own items
SETTINGS_HIDDEN = {"users", "groups"}


class UploadsItem(MenuItem):
    """Link to the uploads."""

    def __init__(self) -> None:
        super().__init__(_("Uploads"), reverse_lazy("ingest:uploads"), name="uploads", icon_name="upload", order=10)


class LendingDeskItem(MenuItem):
    """Link to the desk at which printed copies are lent."""

    def __init__(self) -> None:
        super().__init__(
            _("Lending desk"), reverse_lazy("circulation:desk"), name="lending-desk", icon_name="user", order=5
        )


class NotIndexedItem(MenuItem):
    """Link to what the search engine refused; shown only while there is something."""

    def __init__(self) -> None:
        super().__init__(
            _("Not indexed"),
            reverse_lazy("portal:not_indexed"),
            name="not-indexed",
            icon_name="warning",
            order=30,
        )

    def is_shown(self, request: HttpRequest) -> bool:
        """Return whether a resource of the viewer's schools is not indexed."""
        return not_indexed(viewer_of(request)).exists()


class AgreementsItem(MenuItem):
    """Link to agreements and groups of schools."""

    def __init__(self) -> None:
        super().__init__(
            _("Agreements"), reverse_lazy("sharing:agreements"), name="agreements", icon_name="group", order=40
        )


class ClassesItem(MenuItem):
    """Link to classes and lists."""

    def __init__(self) -> None:
        super().__init__(_("Classes"), reverse_lazy("roster:classes"), name="classes", icon_name="group", order=55)


class ImportsItem(MenuItem):
    """Link to the import of records."""

    def __init__(self) -> None:
        super().__init__(
            _("Import records"), reverse_lazy("imports:batches"), name="imports", icon_name="download", order=20
        )


class ChangesItem(MenuItem):
    """Link to acts over many records."""

    def __init__(self) -> None:
        super().__init__(
            _("Changes of many records"),
            reverse_lazy("changesets:change_sets"),
            name="changes",
            icon_name="history",
            order=25,
        )


class CopyCataloguingItem(MenuItem):
    """Link to the lists of scanned books."""

    def __init__(self) -> None:
        super().__init__(
            _("Copy cataloguing"),
            reverse_lazy("copy_cataloguing:start"),
            name="copy-cataloguing",
            icon_name="download",
            order=32,
        )


class CopiesItem(MenuItem):
    """Link to the register of printed copies."""

    def __init__(self) -> None:
        super().__init__(
            _("Printed copies"), reverse_lazy("circulation:register"), name="copies", icon_name="list-ul", order=33
        )


class AuthoritiesItem(MenuItem):
    """Link to the authorities of the node."""

    def __init__(self) -> None:
        super().__init__(
            _("Authorities"), reverse_lazy("authorities:list"), name="authorities", icon_name="tag", order=35
        )


class WorkersItem(MenuItem):
    """Link to queues and workers, for the node administrator."""

    def __init__(self) -> None:
        super().__init__(_("Queues and workers"), reverse_lazy("workers"), name="workers", icon_name="tasks", order=80)


class SchoolPagesItem(MenuItem):
    """Link to the pages of the school."""

    def __init__(self) -> None:
        super().__init__(
            _("Pages"), reverse("wagtailadmin_explore_root"), name="our-pages", icon_name="doc-empty-inverse", order=70
        )


class ContactItem(MenuItem):
    """Link to the page on which the school or the node says who answers."""

    def __init__(self) -> None:
        super().__init__(
            _("Contact and privacy"), reverse_lazy("portal:contact_form"), name="contact", icon_name="mail", order=65
        )


class HelpItem(MenuItem):
    """Link to the help about the screen on which the menu stands; it replaces Wagtail's guides in English."""

    def __init__(self) -> None:
        super().__init__(_("Help"), "", name="help-here", icon_name="help", order=LAST)

    def render_component(self, request: HttpRequest) -> Any:
        """Return the link for this request; the item itself is shared by all requests."""
        return LinkMenuItemComponent(self.name, self.label, help_url(request), icon_name=self.icon_name)


def hide_forbidden_items(request: HttpRequest, items: list[Any]) -> None:
    """Remove from the main menu what the role cannot use."""
    if role_of(request.user) == Role.LIBRARIAN:
        items[:] = [item for item in items if item.name in LIBRARIANS_ITEMS]
    else:
        items[:] = [item for item in items if item.name not in NODE_HIDDEN]


def hide_users(request: HttpRequest, items: list[Any]) -> None:
    """Remove Wagtail's users: the desk manages people."""
    items[:] = [item for item in items if item.name not in SETTINGS_HIDDEN]
