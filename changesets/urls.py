"""Addresses of acts over many records."""

from django.urls import path

from changesets import views

app_name = "changesets"
urlpatterns = [
    path("", views.change_sets, name="change_sets"),
    path("<uuid:change_set>/", views.show, name="change_set"),
    path("<uuid:change_set>/tien-do/", views.progress, name="progress"),
    path("<uuid:change_set>/hoan-tac/", views.undo, name="undo"),
]
