"""URLs of the librarian's screens about lending."""

from django.urls import URLPattern, path

from circulation import views

app_name = "circulation"
urlpatterns: list[URLPattern] = [
    path("<uuid:resource>/", views.licences, name="licences"),
    path("giay-phep/<uuid:licence>/so-luot/", views.seats, name="seats"),
    path("giay-phep/<uuid:licence>/ket-thuc/", views.end, name="end"),
]
