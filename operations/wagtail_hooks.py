"""The administrator's page in the Wagtail admin."""

from django.urls import path, reverse_lazy
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from operations.views import health


@hooks.register("register_admin_urls")
def admin_urls() -> list[URLPattern]:
    """Return its address; only the node administrator may open it: portal/admin_permissions.py does not name it."""
    return [path("tinh-trang/", health, name="health")]


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return its menu item; portal/desk/menu.py removes it for librarians."""
    return MenuItem(_("System status"), reverse_lazy("health"), name="health", icon_name="info-circle", order=900)
