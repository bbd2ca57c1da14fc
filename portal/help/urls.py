"""URLs of the help, and of the pages that say who answers and how personal data are protected."""

from django.urls import path

from portal.help import contact_views, views

app_name = "help"
urlpatterns = [
    path("tro-giup/", views.index, name="index"),
    path("tro-giup/<slug:slug>/", views.topic, name="topic"),
    path("lien-he/", contact_views.contact, name="contact"),
    path("lien-he/<slug:code>/", contact_views.contact, name="contact_of"),
    path("quyen-rieng-tu/", contact_views.privacy, name="privacy"),
    path("quyen-rieng-tu/<slug:code>/", contact_views.privacy, name="privacy_of"),
]
