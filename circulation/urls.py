"""URLs of the librarian's screens about lending."""

from django.urls import URLPattern, URLResolver, include, path

app_name = "circulation"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("circulation.holds.urls")),
    path("", include("circulation.copies.urls")),
    path("quay/", include("circulation.desk.urls")),
    path("quy-dinh/", include("circulation.rules.urls")),
    path("", include("circulation.licences.urls")),
]
