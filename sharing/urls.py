"""Addresses of agreements and groups."""

from django.urls import URLPattern

app_name = "sharing"
urlpatterns: list[URLPattern] = []
