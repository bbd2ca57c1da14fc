"""The addresses of the overview."""

from django.urls import URLPattern, path

from portal.overview import views

app_name = "overview"

urlpatterns: list[URLPattern] = [
    path("", views.page, name="page"),
    path("<slug:table>.<slug:file_format>", views.TableExport.as_view(), name="export"),
]
