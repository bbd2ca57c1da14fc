"""URLs of the screens about copies and their registers."""

from django.urls import URLPattern, path

from circulation.copies import label_views, register_views, views

COPY = "ban-sach/<uuid:copy>/"
RESOURCE = "hoc-lieu/<uuid:resource>/ban-sach/"
REGISTER, GENERAL = "so-dang-ki/", "so-tong-quat/"
urlpatterns: list[URLPattern] = [
    path(RESOURCE, views.copies, name="copies"),
    path(RESOURCE + "vao-so/", register_views.enter_listed, name="enter_listed"),
    path(COPY, views.copy, name="copy"),
    path(COPY + "tinh-trang/", views.change_state, name="copy_state"),
    path(REGISTER, register_views.register, name="register"),
    path(REGISTER + "vao-so/", register_views.enter_all, name="enter_all"),
    path(REGISTER + "tai-ve/<slug:file_format>/", register_views.register_file, name="register_file"),
    path("nhan-sach/", label_views.labels, name="labels"),
    path(GENERAL, register_views.general, name="general_register"),
    path(GENERAL + "thanh-li/", register_views.withdraw, name="withdraw"),
    path(GENERAL + "bien-ban/<uuid:withdrawal>/", register_views.protocol, name="protocol"),
    path(GENERAL + "<slug:part>/<slug:file_format>/", register_views.general_file, name="general_file"),
]
