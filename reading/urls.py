"""The addresses of the screens for reading."""

from django.urls import URLPattern, path

from reading.views import collection, delivery, player, reader, resource, results, shelf

app_name = "reading"

DOCUMENT = "doc/<uuid:resource>/"
RECORDING = "xem/<uuid:resource>/"
RESOURCE = "hoc-lieu/<uuid:resource>/"
COLLECTION = "bo-suu-tap/<uuid:collection>/"

urlpatterns: list[URLPattern] = [
    # Search, resources, loans.
    path("tim/", results.results, name="results"),
    path("tim/loc/<slug:facet>.json", results.facet_values, name="facet_values"),
    path("goi-y/", results.suggestions, name="suggestions"),
    path(RESOURCE, resource.show, name="resource"),
    path(RESOURCE + "qr.svg", resource.qr_code, name="qr_code"),
    path(RESOURCE + "muon/", shelf.borrow, name="borrow"),
    path(COLLECTION, collection.show, name="collection"),
    path(COLLECTION + "qr.svg", collection.qr_code, name="collection_qr_code"),
    path("tu-cua-toi/", shelf.shelf, name="shelf"),
    path("tu-cua-toi/<uuid:loan>/tra/", shelf.return_loan, name="return"),
    # The reader of pages.
    path(DOCUMENT, reader.read, name="read"),
    path(DOCUMENT + "sach.json", reader.book_manifest, name="book"),
    path(DOCUMENT + "tim.json", reader.find_inside, name="find_inside"),
    path(DOCUMENT + "cho-doc/", reader.save_position, name="remember"),
    path(DOCUMENT + "trang/<uuid:page>.json", reader.page_text, name="page_text"),
    path(DOCUMENT + "trang/<uuid:page>.jpg", delivery.page_image, name="page_image"),
    path(DOCUMENT + "trang/<uuid:page>-<int:width>.webp", delivery.page_image_size, name="page_image_size"),
    path(DOCUMENT + "trang/<uuid:page>-nho.jpg", delivery.page_thumbnail, name="page_thumbnail"),
    # The player of recordings.
    path(RECORDING, player.play, name="play"),
    path(RECORDING + "luong.m3u8", delivery.stream, name="stream"),
    path(RECORDING + "doan/<int:number>", delivery.segment, name="segment"),
    path(RECORDING + "phu-de.vtt", delivery.captions, name="captions"),
    # Covers, downloads, and objects behind signed addresses of the disk store.
    path("bia/<uuid:resource>-nho.webp", delivery.small_cover, name="small_cover"),
    path("bia/<uuid:resource>.jpg", delivery.cover, name="cover"),
    path("tai-ve/<uuid:resource>/goc/<uuid:file>/", delivery.original, name="original"),
    path("tai-ve/<uuid:resource>/pdf/", delivery.searchable_pdf, name="searchable_pdf"),
    path("kho/<str:token>", delivery.stored, name="stored"),
]
