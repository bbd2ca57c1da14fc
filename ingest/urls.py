"""Addresses of digitisation; all are for librarians, and only for uploads of their own school."""

from django.urls import URLPattern, path

from ingest.resource_parts import views as parts
from ingest.uploads.views import chunked_uploads, review, upload, uploads

app_name = "ingest"

UPLOAD = "<uuid:upload>/"
RESOURCE = "hoc-lieu/<uuid:resource>/"
INCOMING_FILE = "gui/<uuid:incoming_file>/"

urlpatterns: list[URLPattern] = [
    path("", uploads.uploads, name="uploads"),
    path("danh-sach/", uploads.upload_list, name="upload_list"),
    path("gui/", chunked_uploads.start_upload, name="chunked_uploads"),
    path(INCOMING_FILE + "phan/<int:number>/", chunked_uploads.upload_part, name="part"),
    path(INCOMING_FILE + "xong/", chunked_uploads.finish_upload, name="finish"),
    path(INCOMING_FILE + "bo/", chunked_uploads.abort_upload, name="abort"),
    path(RESOURCE + "tep/", parts.files, name="files"),
    path(RESOURCE + "phu-de/<uuid:file>/go/", parts.remove_captions, name="remove_captions"),
    path(RESOURCE + "bia-muc-luc/", parts.appearance, name="appearance"),
    path(RESOURCE + "bia/", parts.change_cover, name="change_cover"),
    path(RESOURCE + "muc-luc/", parts.change_contents, name="change_contents"),
    path(UPLOAD, upload.show, name="upload"),
    path(UPLOAD + "tien-do/", upload.progress, name="progress"),
    path(UPLOAD + "thu-lai/", upload.retry_upload, name="retry"),
    path(UPLOAD + "huy/", upload.cancel_upload, name="cancel"),
    path(UPLOAD + "trang/<uuid:page>/thay/", upload.replace_page, name="replace_page"),
    path(UPLOAD + "xem-lai/", review.review, name="review"),
    path(UPLOAD + "da-cong-bo/", review.published, name="published"),
]
