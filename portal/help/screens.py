"""Which topic explains which screen; a screen that is not listed leads to that of its package, or to all topics."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Role

# By URL name, else by what stands before the colon in it.
TOPIC_OF_SCREEN: Mapping[str, str] = {
    # Readers.
    "reading:results": "tim-sach",
    "reading:resource": "trang-hoc-lieu",
    "reading:lesson_lists": "bai-hoc",
    "reading:lesson_list": "bai-hoc",
    "reading:lesson": "bai-hoc",
    "reading:add_lessons": "nhap-bai-hoc",
    "reading:edit_lesson": "nhap-bai-hoc",
    "reading:link_lessons": "nhap-bai-hoc",
    "reading:classes": "ki-hieu-ddc",
    "reading:class": "ki-hieu-ddc",
    "reading:import_captions": "ki-hieu-ddc",
    "reading:read": "doc-sach",
    "reading:play": "nghe-va-xem",
    "reading:shelf": "muon-va-tra",
    "sharing:why": "khong-mo-duoc",
    "reading:lists": "danh-sach-cua-toi",
    "reading:list": "danh-sach-cua-toi",
    "reading:edit_list": "danh-sach-cua-toi",
    "reading:shared_list": "danh-sach-cua-toi",
    "reading:choices": "da-doc",
    "reading:history": "da-doc",
    "reading:forget_all": "da-doc",
    "reading:bookmarks": "doc-sach",
    "reading:print": "doc-sach",
    "reading:number_pages": "tep-bia-muc-luc",
    "wagtail_serve": "tim-sach",
    "account_login": "dang-nhap",
    "account_reset_password": "dang-nhap",
    "account_reset_password_done": "dang-nhap",
    "account_reset_password_from_key": "dang-nhap",
    "account_reset_password_from_key_done": "dang-nhap",
    "account_change_password": "tai-khoan",
    "account_email": "tai-khoan",
    "account_reauthenticate": "tai-khoan",
    # Librarians, outside the admin.
    "ingest:uploads": "tai-len",
    "ingest:upload": "tien-do",
    "ingest:review": "duyet",
    "ingest:published": "duyet",
    "ingest:files": "tep-bia-muc-luc",
    "ingest:appearance": "tep-bia-muc-luc",
    "circulation": "cho-muon",
    "circulation:copies": "ban-sach-in",
    "circulation:copy": "ban-sach-in",
    "circulation:register": "ban-sach-in",
    "circulation:general_register": "ban-sach-in",
    "circulation:labels": "ban-sach-in",
    "copy_cataloguing:printed": "ban-sach-in",
    "copy_cataloguing:printed_book": "ban-sach-in",
    "copy_cataloguing:printed_without_isbn": "ban-sach-in",
    "circulation:desk": "quay-muon-tra",
    "circulation:desk_scan": "quay-muon-tra",
    "circulation:overdue": "quay-muon-tra",
    "circulation:cards": "quay-muon-tra",
    "circulation:rules": "quy-dinh-muon",
    "circulation:new_rule": "quy-dinh-muon",
    "circulation:rule": "quy-dinh-muon",
    "circulation:add_closed_days": "quy-dinh-muon",
    "sharing": "thoa-thuan",
    "sharing:resource_grants": "mo-cho-ai",
    "sharing:collection_grants": "mo-cho-ai",
    "sharing:take_copy": "ban-quyen",
    # The desk.
    "wagtailadmin_home": "ban-thu-thu",
    "portal:account": "tai-khoan",
    "portal:not_indexed": "chua-tim-duoc",
    "portal:first_steps": "quan-tri-bat-dau",
    "portal:contact_form": "lien-he-rieng-tu",
    "resource": "hoc-lieu-cua-truong",
    "collection": "bo-suu-tap",
    "changesets": "thay-doi-hang-loat",
    "authorities": "tieu-de-chuan",
    "authority_files": "nhap-tieu-de-chuan",
    "imports": "nhap-bieu-ghi",
    "marc": "bieu-ghi-marc",
    "resource:batch": "thay-doi-hang-loat",
    "membership": "thanh-vien",
    "copy_cataloguing": "bien-muc-sao-chep",
    "roster": "lop-va-phieu",
    "roster:start": "danh-sach-lop",
    "roster:import": "danh-sach-lop",
    "roster:columns": "danh-sach-lop",
    "roster:decide": "danh-sach-lop",
    "roster:merges": "gop-tai-khoan",
    "overview": "tong-quan",
    "reading:collection": "trang-hoc-lieu",
    "choose_collection": "bo-suu-tap",
    "school": "truong",
    "choose_resource": "hoc-lieu-cua-truong",
    "choose_own_resource": "hoc-lieu-cua-truong",
    "wagtailadmin_explore_root": "trang-cua-truong",
    "wagtailadmin_explore": "trang-cua-truong",
    "wagtailadmin_pages": "trang-cua-truong",
    "wagtail_localize": "trang-cua-truong",
    "wagtailimages": "hinh-anh",
    # For administrators alone.
    "health": "tinh-trang",
    "synonym": "tu-dong-nghia",
    "target": "nguon-bien-muc",
    "curriculum": "mon-hoc-bo-sach",
    "workers": "hang-doi",
    "wagtailadmin_collections": "trang-va-ngon-ngu",
    "wagtailadmin_reports": "trang-va-ngon-ngu",
    "wagtailadmin_workflows": "trang-va-ngon-ngu",
    "wagtailsites": "trang-va-ngon-ngu",
    "wagtaillocales": "trang-va-ngon-ngu",
}
# Screens that mean something else to the administrator.
FOR_ADMINISTRATORS: Mapping[str, str] = {
    "wagtailadmin_home": "quan-tri-bat-dau",
    "school": "quan-tri-truong",
    "roster": "gop-tai-khoan",
    "membership": "quan-tri-nguoi",
    "wagtailadmin_explore_root": "trang-va-ngon-ngu",
    "wagtailadmin_explore": "trang-va-ngon-ngu",
    "wagtailadmin_pages": "trang-va-ngon-ngu",
    "wagtail_localize": "trang-va-ngon-ngu",
    "wagtailimages": "trang-va-ngon-ngu",
}
FOR_OFFICERS: Mapping[str, str] = {"sharing": "ki-thoa-thuan"}
OF_ROLE: Mapping[str, Mapping[str, str]] = {
    Role.NODE_ADMIN: FOR_ADMINISTRATORS,
    Role.HEAD: FOR_OFFICERS,
    Role.OFFICER: FOR_OFFICERS,
}


def topic_of(name: str, role: str | None) -> str:
    """Return the slug of the topic for the screen with this URL name, as the role sees it; empty if it has none."""
    package = name.split(":")[0]
    own = OF_ROLE.get(role or "", {})
    return own.get(name) or TOPIC_OF_SCREEN.get(name) or own.get(package) or TOPIC_OF_SCREEN.get(package, "")


def help_url(request: HttpRequest) -> str:
    """Return the address of the topic for the screen of this request, or of all topics."""
    match, viewer = request.resolver_match, getattr(request, "viewer", None)
    slug = topic_of(match.view_name, viewer.role if viewer else None) if match else ""
    return reverse("help:topic", args=[slug]) if slug else reverse("help:index")
