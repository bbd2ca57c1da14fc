"""Addresses of digitisation; all are a librarian's, and only for her own school's uploads."""

from django.urls import URLPattern, path

from ingest.uploads.views import chunked_uploads, review, upload, uploads

app_name = "ingest"

UPLOAD = "<uuid:upload>/"
SENDING = "gui/<uuid:sending>/"

urlpatterns: list[URLPattern] = [
    path("", uploads.uploads, name="uploads"),
    path("danh-sach/", uploads.rows, name="rows"),
    path("gui/", chunked_uploads.start_upload, name="incoming_files"),
    path(SENDING + "phan/<int:number>/", chunked_uploads.upload_part, name="part"),
    path(SENDING + "xong/", chunked_uploads.finish_upload, name="finish"),
    path(SENDING + "bo/", chunked_uploads.abort_upload, name="give_up"),
    path(UPLOAD, upload.show, name="upload"),
    path(UPLOAD + "tien-do/", upload.progress, name="progress"),
    path(UPLOAD + "thu-lai/", upload.retry_upload, name="try_again"),
    path(UPLOAD + "huy/", upload.cancel_upload, name="cancel"),
    path(UPLOAD + "trang/<uuid:page>/thay/", upload.replace_page, name="replace_page"),
    path(UPLOAD + "xem-lai/", review.review, name="review"),
]
