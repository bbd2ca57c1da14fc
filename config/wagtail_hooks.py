"""The administrator's page in the Wagtail admin."""

from django.urls import path, reverse_lazy
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from config.views import health


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """Its address; closed to all but the node administrator, since portal/gate_table.py does not name it."""
    return [path("tinh-trang/", health, name="health")]


@hooks.register("register_admin_menu_item")
def way_there() -> MenuItem:
    """Its place in the menu; portal/desk/menu.py takes it out for librarians."""
    return MenuItem(_("System status"), reverse_lazy("health"), name="health", icon_name="info-circle", order=900)
