"""URLs of the screen about the licences of a resource."""

from django.urls import URLPattern, path

from circulation.licences import views

urlpatterns: list[URLPattern] = [
    path("<uuid:resource>/", views.licences, name="licences"),
    path("giay-phep/<uuid:licence>/so-luot/", views.seats, name="seats"),
    path("giay-phep/<uuid:licence>/ket-thuc/", views.end, name="end"),
]
