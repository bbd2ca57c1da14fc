"""Addresses of authorities at the desk."""

from django.urls import path

from portal.authorities import deciding, download, views

app_name = "authorities"
ONE, PROPOSAL = "<uuid:authority>/", "de-nghi/<uuid:proposal>/"
urlpatterns = [
    path("", views.authorities, name="list"),
    path("goi-y.json", views.find, name="suggestions"),
    path("xuat.mrc", download.iso2709, name="iso2709"),
    path("xuat.xml", download.xml, name="marcxml"),
    path("xuat.ttl", download.concepts, {"ending": "ttl"}, name="turtle"),
    path("xuat.rdf", download.concepts, {"ending": "rdf"}, name="rdf_xml"),
    path("moi/", views.new, name="new"),
    path(ONE, views.show, name="authority"),
    path(ONE + "gop/", deciding.merge, name="merge"),
    path(ONE + "tach/", deciding.split, name="split"),
    path("de-nghi/", deciding.proposals, name="proposals"),
    path(PROPOSAL + "chap-nhan/", deciding.accept, name="accept"),
    path(PROPOSAL + "tu-choi/", deciding.decline, name="decline"),
    path(PROPOSAL + "thoi-dung/", deciding.stop_using, name="stop_using"),
    path("giong-nhau/", deciding.alike, name="alike"),
    path("<uuid:first>/khac/<uuid:second>/", deciding.keep_apart, name="keep_apart"),
    path("tu-bieu-ghi/", deciding.unlinked, name="unlinked"),
]
