"""Addresses of schools and people."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [path("vai-tro/", views.choose, name="choose")]
