"""Addresses of files of authorities."""

from django.urls import path

from imports.authority_files import views

app_name = "authority_files"
FILE = "<uuid:file>/"
urlpatterns = [
    path("", views.files, name="files"),
    path("tep/", views.start, name="start"),
    path(FILE, views.show, name="file"),
    path(FILE + "tien-do/", views.progress, name="progress"),
    path(FILE + "quyet-dinh/", views.decide, name="decide"),
    path(FILE + "nhap/", views.run, name="run"),
    path(FILE + "bo/", views.discard, name="discard"),
    path(FILE + "bao-cao.csv", views.table, name="report"),
]
