"""URLs of the desk."""

from django.urls import URLPattern, path

from circulation.desk.views import cards, counter, overdue

urlpatterns: list[URLPattern] = [
    path("", counter.counter, name="desk"),
    path("quet/", counter.scan, name="desk_scan"),
    path("ban-sach/<uuid:copy>/tinh-trang/", counter.condition, name="desk_condition"),
    path("ban-sach/<uuid:copy>/mat/", counter.state, {"change": "mat"}, name="desk_lost"),
    path("ban-sach/<uuid:copy>/sua-chua/", counter.state, {"change": "sua-chua"}, name="desk_repair"),
    path("qua-han/", overdue.overdue, name="overdue"),
    path("the/", cards.cards, name="cards"),
    path("the/in/", cards.print_cards, name="print_cards"),
    path("the/cap-lai/", cards.replace, name="replace_card"),
]
