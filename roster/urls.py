"""Addresses of classes, lists and merged accounts."""

from django.urls import path

from roster.views import classes, imports, merging

app_name = "roster"
LIST = "nhap/<uuid:list_import>/"
urlpatterns = [
    path("", classes.classes, name="classes"),
    path("nam-hoc/<int:year>/", classes.change_year, name="year"),
    path("lop/<uuid:school_class>/", classes.one_class, name="class"),
    path("lop/<uuid:school_class>/phieu/", classes.slips, name="slips"),
    path("nhap/", imports.start, name="start"),
    path(LIST, imports.show, name="import"),
    path(LIST + "tien-do/", imports.progress, name="progress"),
    path(LIST + "cot/", imports.columns, name="columns"),
    path(LIST + "quyet-dinh/", imports.decide, name="decide"),
    path(LIST + "can-sua.xlsx", imports.bad_rows, name="bad_rows"),
    path(LIST + "phieu/", classes.slips_of_list, name="list_slips"),
    path(LIST + "hoan-tac/", imports.undo, name="undo"),
    path(LIST + "bo/", imports.discard, name="discard"),
    path("gop/", merging.accounts, name="merges"),
    path("gop/<uuid:merge>/hoan-tac/", merging.undo, name="undo_merge"),
]
