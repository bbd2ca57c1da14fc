"""URLs of the lending rules."""

from django.urls import URLPattern, path

from circulation.rules import views

urlpatterns: list[URLPattern] = [
    path("", views.rules, name="rules"),
    path("mac-dinh/", views.begin, name="begin_rules"),
    path("moi/", views.new_rule, name="new_rule"),
    path("<int:rule>/", views.rule, name="rule"),
    path("<int:rule>/xoa/", views.delete_rule, name="delete_rule"),
    path("ngay-nghi/", views.add_closed_days, name="add_closed_days"),
    path("ngay-nghi/<int:closed>/xoa/", views.delete_closed_days, name="delete_closed_days"),
    path("ngay-trong-tuan/", views.weekdays, name="weekdays"),
]
