"""Addresses of the MARC editor and of records as files; all are for librarians of the resource's school."""

from django.urls import URLPattern, path

from portal.marc_editor import exports, views

app_name = "marc"

urlpatterns: list[URLPattern] = [
    path("<uuid:resource>/marc/", views.edit, name="edit"),
    path("<uuid:resource>/tep/<slug:file_format>/", exports.one, name="export"),
]
