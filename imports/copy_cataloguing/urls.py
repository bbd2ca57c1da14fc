"""Addresses of copy cataloguing."""

from django.urls import path

from imports.copy_cataloguing.views import books, by_hand, lists, printed

app_name = "copy_cataloguing"
LIST = "<uuid:scan_list>/"
BOOK = LIST + "<int:number>/"
urlpatterns = [
    path("", lists.start, name="start"),
    path("moi/", lists.begin, name="begin"),
    path("tu-nhap/", by_hand.enter, name="by_hand"),
    path("sach-in/", printed.start, name="printed"),
    path("sach-in/khong-isbn/", printed.enter, name="printed_without_isbn"),
    path(LIST, lists.show, name="list"),
    path(LIST + "them/", lists.add, name="add"),
    path(LIST + "tien-do/", lists.progress, name="progress"),
    path(LIST + "nhan-het/", lists.take_all, name="take_all"),
    path(BOOK, books.show, name="book"),
    path(BOOK + "sach-in/", printed.enter, name="printed_book"),
    path(BOOK + "tu-nhap/", by_hand.enter, name="book_by_hand"),
    path(BOOK + "nhan/", books.take, name="take"),
    path(BOOK + "bo-qua/", books.leave_out, name="leave_out"),
    path(BOOK + "hoan-tac/", books.take_back, name="take_back"),
    path(BOOK + "hoi-lai/", books.look_again, name="look_again"),
]
