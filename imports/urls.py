"""Addresses of import batches."""

from django.urls import path

from imports.views import batches, columns, records

app_name = "imports"
BATCH = "<uuid:batch>/"
urlpatterns = [
    path("", batches.batches, name="batches"),
    path("tep/", batches.start, name="start"),
    path("mau-danh-muc.xlsx", columns.template, name="template"),
    path(BATCH, batches.show, name="batch"),
    path(BATCH + "tien-do/", batches.progress, name="progress"),
    path(BATCH + "cach-nhap/", batches.terms, name="terms"),
    path(BATCH + "cot/", columns.columns, name="columns"),
    path(BATCH + "quyet-dinh/", records.decide, name="decide"),
    path(BATCH + "nhap/", batches.commit, name="commit"),
    path(BATCH + "hoan-tac/", batches.undo, name="undo"),
    path(BATCH + "bo/", batches.discard, name="discard"),
    path(BATCH + "bi-loai/", records.refused, name="refused"),
    path(BATCH + "li-do.csv", records.reasons, name="reasons"),
    path(BATCH + "bieu-ghi/<int:number>/", records.show, name="record"),
]
