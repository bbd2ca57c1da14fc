"""URLs of the librarian's screens about holds."""

from django.urls import URLPattern, path

from circulation.holds import views

urlpatterns: list[URLPattern] = [
    path("dat-muon/", views.pickup_shelf, name="holds"),
    path("dat-muon/<uuid:resource>/", views.line, name="hold_line"),
    path("dat-muon/luot/<uuid:hold>/chuyen/", views.move, name="move_hold"),
    path("dat-muon/luot/<uuid:hold>/huy/", views.cancel, name="cancel_hold"),
    path("dat-muon/ban/<uuid:copy>/giu/", views.set_aside, name="set_aside"),
]
