"""Addresses of what pages fetch beside themselves, and of one screen of the admin that is ours instead of Wagtail's."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from portal import views
from portal.account import DeskAccountView

app_name = "portal"
urlpatterns = [
    path("mau/<slug:code>.css", views.colours, name="colours"),
    path("media/images/<str:name>", views.picture, name="picture"),
    path("quan-tri/account/", require_admin_access(DeskAccountView.as_view()), name="account"),
]
