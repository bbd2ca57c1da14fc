"""Addresses of what pages fetch beside themselves."""

from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("mau/<slug:code>.css", views.colours, name="colours"),
    path("media/images/<str:name>", views.picture, name="picture"),
]
