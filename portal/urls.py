"""URLs of what pages load, and of screens that this project adds to the admin."""

from django.urls import path
from wagtail.admin.auth import require_admin_access

from portal import views
from portal.account import DeskAccountView
from portal.desk.contact import contact_form
from portal.desk.first_steps_page import first_steps_page, hide_librarian_steps
from portal.desk.not_indexed import index_again, not_indexed_list

app_name = "portal"
urlpatterns = [
    path("mau/<slug:code>.css", views.colours, name="colours"),
    path("media/images/<str:name>", views.picture, name="picture"),
    path("quan-tri/account/", require_admin_access(DeskAccountView.as_view()), name="account"),
    path("quan-tri/lien-he/", require_admin_access(contact_form), name="contact_form"),
    path("quan-tri/buoc-dau/thu-thu/", require_admin_access(hide_librarian_steps), name="librarian_steps"),
    path("quan-tri/buoc-dau/", require_admin_access(first_steps_page), name="first_steps"),
    path("quan-tri/chua-tim-duoc/", require_admin_access(not_indexed_list), name="not_indexed"),
    path("quan-tri/chua-tim-duoc/thu-lai/", require_admin_access(index_again), name="index_again"),
]
