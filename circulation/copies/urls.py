"""URLs of the screens about copies."""

from django.urls import URLPattern, path

from circulation.copies import views

COPY = "ban-sach/<uuid:copy>/"
urlpatterns: list[URLPattern] = [
    path("hoc-lieu/<uuid:resource>/ban-sach/", views.copies, name="copies"),
    path(COPY, views.copy, name="copy"),
    path(COPY + "tinh-trang/", views.change_state, name="copy_state"),
]
