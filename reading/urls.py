"""The addresses of the screens for reading."""

from django.urls import URLPattern, path

from reading.views import (
    classes,
    collection,
    delivery,
    lesson_editing,
    lessons,
    list_entries,
    lists,
    marks,
    mine,
    numbering,
    player,
    printing,
    reader,
    resource,
    results,
    shared_lists,
    shelf,
    works,
)

app_name = "reading"

DOCUMENT = "doc/<uuid:resource>/"
RECORDING = "xem/<uuid:resource>/"
RESOURCE = "hoc-lieu/<uuid:resource>/"
COLLECTION = "bo-suu-tap/<uuid:collection>/"
LESSON = "bai-hoc/<uuid:lesson>/"
LIST = "tu-cua-toi/danh-sach/<uuid:reading_list>/"
ENTRY = LIST + "<uuid:resource>/"

urlpatterns: list[URLPattern] = [
    # Search, resources, loans.
    path("tim/", results.results, name="results"),
    path("tim/loc/<slug:facet>.json", results.facet_values, name="facet_values"),
    path("goi-y/", results.suggestions, name="suggestions"),
    path(RESOURCE, resource.show, name="resource"),
    path(RESOURCE + "qr.svg", resource.qr_code, name="qr_code"),
    path(RESOURCE + "muon/", shelf.borrow, name="borrow"),
    path("ten/<uuid:authority>/", works.show, name="works"),
    path(COLLECTION, collection.show, name="collection"),
    path(COLLECTION + "qr.svg", collection.qr_code, name="collection_qr_code"),
    # Lessons.
    path("bai-hoc/", lessons.lists, name="lesson_lists"),
    path("bai-hoc/chuong-trinh.ttl", lessons.programme, {"ending": "ttl"}, name="programme_turtle"),
    path("bai-hoc/chuong-trinh.rdf", lessons.programme, {"ending": "rdf"}, name="programme_rdf_xml"),
    path("bai-hoc/nhap/", lesson_editing.add, name="add_lessons"),
    path("bai-hoc/<slug:subject>/<int:grade>/", lessons.lesson_list, name="lesson_list"),
    path(LESSON, lessons.show, name="lesson"),
    path(LESSON + "sua/", lesson_editing.edit, name="edit_lesson"),
    path(LESSON + "xoa/", lesson_editing.delete, name="delete_lesson"),
    path(LESSON + "tuong-ung/", lesson_editing.match, name="match_lesson"),
    path("bai-hoc/lien-ket/<int:link>/quyet-dinh/", lesson_editing.decide, name="decide_lesson_link"),
    path("phan-loai/", classes.tree, name="classes"),
    path("phan-loai/nhap/", classes.import_captions, name="import_captions"),
    path("phan-loai/so/<str:key>/", classes.tree, name="class"),
    path(RESOURCE + "bai-hoc/", lesson_editing.link, name="link_lessons"),
    path("tu-cua-toi/", shelf.shelf, name="shelf"),
    path("tu-cua-toi/<uuid:loan>/tra/", shelf.return_loan, name="return"),
    # What is the viewer's own: lists, choices, history, bookmarks.
    path(RESOURCE + "so-trang/", numbering.number_pages, name="number_pages"),
    path(RESOURCE + "yeu-thich/", list_entries.favourite, name="favourite"),
    path(RESOURCE + "danh-sach/", list_entries.put_into_lists, name="put_into_lists"),
    path("tu-cua-toi/danh-sach/", lists.lists, name="lists"),
    path("danh-sach-chung/<slug:token>/", shared_lists.show, name="shared_list"),
    path("danh-sach-chung/<slug:token>/theo-doi/", shared_lists.follow, name="follow_list"),
    path(LIST, lists.show, name="list"),
    path(LIST + "sua/", lists.edit, name="edit_list"),
    path(LIST + "xoa/", lists.remove, name="remove_list"),
    path(LIST + "khoi-phuc/", lists.restore, name="restore_list"),
    path(LIST + "chia-se/", lists.share, name="share_list"),
    path(LIST + "thoi-chia-se/", lists.stop_sharing, name="stop_sharing"),
    path(LIST + "qr.svg", lists.qr_code, name="list_qr"),
    path(ENTRY + "chuyen/", list_entries.move, name="move_entry"),
    path(ENTRY + "ghi-chu/", list_entries.note, name="note_entry"),
    path(ENTRY + "bo/", list_entries.remove, name="remove_entry"),
    path(ENTRY + "khoi-phuc/", list_entries.restore, name="restore_entry"),
    path("tu-cua-toi/lua-chon/", mine.choices, name="choices"),
    path("tu-cua-toi/da-doc/", mine.history, name="history"),
    path("tu-cua-toi/da-doc/xoa/", mine.forget_all, name="forget_all"),
    path("tu-cua-toi/da-doc/<uuid:resource>/xoa/", mine.forget, name="forget"),
    path("tu-cua-toi/dau-trang/", mine.bookmarks, name="bookmarks"),
    path("tu-cua-toi/du-lieu.json", mine.export, name="export"),
    # The reader of pages.
    path(DOCUMENT, reader.read, name="read"),
    path(DOCUMENT + "sach.json", reader.book_manifest, name="book"),
    path(DOCUMENT + "tim.json", reader.find_inside, name="find_inside"),
    path(DOCUMENT + "cho-doc/", reader.save_position, name="remember"),
    path(DOCUMENT + "dau-trang/", marks.mark, name="mark_page"),
    path(DOCUMENT + "in/", printing.print_pages, name="print"),
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
