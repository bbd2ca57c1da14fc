"""The URLs of the admin by name, each with the condition that its parameters must meet for a librarian."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from accounts.text import is_key
from portal.models import Desk


@dataclass(frozen=True)
class AdminRequest:
    """One request of a librarian: their desk, and the parameters of the URL."""

    desk: Desk
    request: HttpRequest
    kwargs: Mapping[str, Any]


Check = Callable[[AdminRequest], bool]


def own_pages(desk: Desk) -> Any:
    """Return the school's home in every language and all pages below it."""
    pages = Page.objects.none()
    if desk.home is not None:
        for home in Page.objects.filter(translation_key=desk.home.translation_key):
            pages |= Page.objects.descendant_of(home, inclusive=True)
    return pages


def above_own_pages(desk: Desk) -> Any:
    """Return the pages above the school's home, whose titles every visitor can read."""
    pages = Page.objects.none()
    if desk.home is not None:
        for home in Page.objects.filter(translation_key=desk.home.translation_key):
            pages |= Page.objects.ancestor_of(home)
    return pages


def page(name: str) -> Check:
    """Require that the page with this parameter is the school's own."""
    return lambda admin_request: own_pages(admin_request.desk).filter(pk=admin_request.kwargs[name]).exists()


def below_home(name: str) -> Check:
    """Require a page below the school's home: the home itself cannot be moved or deleted."""
    return lambda admin_request: (
        page(name)(admin_request) and admin_request.kwargs[name] not in _homes(admin_request.desk)
    )


def page_or_above(name: str) -> Check:
    """Require a page of the school, or one above its home."""

    def check(admin_request: AdminRequest) -> bool:
        key = admin_request.kwargs[name]
        return any(
            pages.filter(pk=key).exists()
            for pages in (own_pages(admin_request.desk), above_own_pages(admin_request.desk))
        )

    return check


def picture(name: str) -> Check:
    """Require a picture of the school's collection."""
    return lambda admin_request: _own_pictures(admin_request.desk, [admin_request.kwargs[name]])


def selected_pages(admin_request: AdminRequest) -> bool:
    """Require that every selected page is the school's own; "all" means all below one of them."""
    keys = admin_request.request.GET.getlist("id")
    if keys == ["all"]:
        keys = admin_request.request.GET.getlist("childOf")
    return (
        bool(keys)
        and all(map(is_key, keys))
        and own_pages(admin_request.desk).filter(pk__in=keys).count() == len(set(keys))
    )


def selected_pictures(admin_request: AdminRequest) -> bool:
    """Require that every selected picture is in the school's collection."""
    return _own_pictures(admin_request.desk, admin_request.request.GET.getlist("id"))


def bulk(admin_request: AdminRequest) -> bool:
    """Check pages and pictures; the desk's own bulk actions check their objects themselves."""
    model = (admin_request.kwargs["app_label"], admin_request.kwargs["model_name"])
    if model == ("wagtailcore", "page"):
        homes = {str(key) for key in _homes(admin_request.desk)}
        return selected_pages(admin_request) and homes.isdisjoint(admin_request.request.GET.getlist("id"))
    if model == ("wagtailimages", "image"):
        return selected_pictures(admin_request)
    return model in GUARDED_MODELS


def edited_page(admin_request: AdminRequest) -> bool:
    """Require that the page reported as being edited is the school's own."""
    key = str(admin_request.kwargs["object_id"])
    is_page = Page in _model(admin_request.kwargs).__mro__
    return is_page and is_key(key) and own_pages(admin_request.desk).filter(pk=key).exists()


def translation(admin_request: AdminRequest) -> bool:
    """Require that the translation, and the segment in it, belong to a page of the school."""
    record = Translation.objects.filter(pk=admin_request.kwargs["translation_id"]).select_related("source").first()
    if record is None or not _own_object(admin_request.desk, record.source.object_id):
        return False
    sentence = admin_request.kwargs.get("string_segment_id")
    return sentence is None or StringSegment.objects.filter(pk=sentence, source=record.source).exists()


def translation_source(admin_request: AdminRequest) -> bool:
    """Require that the translated object is a page of the school."""
    source = TranslationSource.objects.filter(pk=admin_request.kwargs["translation_source_id"]).first()
    return source is not None and _own_object(admin_request.desk, source.object_id)


def _homes(desk: Desk) -> frozenset[int]:
    """Return the keys of the school's home in every language."""
    if desk.home is None:
        return frozenset()
    return frozenset(Page.objects.filter(translation_key=desk.home.translation_key).values_list("pk", flat=True))


def _own_object(desk: Desk, translation_key: Any) -> bool:
    return bool(own_pages(desk).filter(translation_key=translation_key).exists())


def _own_pictures(desk: Desk, keys: list[Any]) -> bool:
    if not keys or not all(map(is_key, keys)):
        return False
    own = get_image_model().objects.filter(collection__in=desk.collection.get_descendants(inclusive=True))
    return bool(own.filter(pk__in=keys).count() == len(set(keys)))


def _model(kwargs: Mapping[str, Any]) -> type:
    from django.apps import apps

    try:
        return apps.get_model(kwargs["app_label"], kwargs["model_name"])
    except LookupError:
        return object


# Their bulk actions start from a query of the viewer (portal/scoped_admin/bulk.py).
GUARDED_MODELS = frozenset({("repository", "resource"), ("accounts", "membership")})
PUBLIC = frozenset({"wagtailadmin_sprite", "wagtailadmin_javascript_catalog"})
LOGIN = "wagtailadmin_login"
# URL names, or their namespaces. The desk manages people; Wagtail's documents and snippets are not used.
DENIED = frozenset(
    {
        "",
        "wagtailadmin_error_test",
        "wagtailadmin_account",  # replaced by portal:account
        "wagtailadmin_password_reset",
        "wagtailadmin_password_reset_done",
        "wagtailadmin_password_reset_confirm",
        "wagtailadmin_password_reset_complete",
        "wagtaildocs",
        "wagtaildocs_chooser",
        "wagtailusers_users",
        "wagtailusers_groups",
        "wagtailsnippets",
        "wagtailembeds",
    }
)

PAGE = (page("page_id"),)
BELOW = (below_home("page_id"),)
UNDER = (page("parent_page_id"),)
MOVED = (below_home("page_to_move_id"),)
IMAGE = (picture("image_id"),)

# Not listed, so for node administrators alone: API, collections, locales, sites, workflows, reports, settings.
LIBRARIAN: Mapping[str, tuple[Check, ...]] = {
    # The user's own account, and what every screen needs.
    "wagtailadmin_home": (),
    "portal:account": (),
    "portal:contact_form": (),
    "portal:librarian_steps": (),
    "portal:not_indexed": (),
    "portal:index_again": (),
    "wagtailadmin_logout": (),
    "wagtailadmin_dismissibles": (),
    "wagtail_localize:javascript_catalog": (),
    "wagtailadmin_block_preview": (),
    # The desk: each of these guards itself (portal/scoped_admin/viewsets.py).
    "resource": (),
    "collection": (),
    "membership": (),
    "school": (),
    "choose_resource": (),
    "choose_own_resource": (),
    "choose_collection": (),
    "wagtail_bulk_action": (bulk,),
    # Pages.
    "wagtailadmin_explore_root": (),
    "wagtailadmin_explore": (page_or_above("parent_page_id"),),
    "wagtailadmin_explore_results": (page_or_above("parent_page_id"),),
    "wagtailadmin_pages:add": UNDER,
    "wagtailadmin_pages:preview_on_add": UNDER,
    "wagtailadmin_pages:add_subpage": UNDER,
    "wagtailadmin_pages:edit": PAGE,
    "wagtailadmin_pages:preview_on_edit": PAGE,
    "wagtailadmin_pages:view_draft": PAGE,
    "wagtailadmin_pages:delete": BELOW,
    "wagtailadmin_pages:unpublish": BELOW,
    "wagtailadmin_pages:convert_alias": PAGE,
    "wagtailadmin_pages:copy": BELOW,
    "wagtailadmin_pages:usage": PAGE,
    "wagtailadmin_pages:history": PAGE,
    "wagtailadmin_pages:history_results": PAGE,
    "wagtailadmin_pages:revisions_index": PAGE,
    "wagtailadmin_pages:revisions_view": PAGE,
    "wagtailadmin_pages:revisions_revert": PAGE,
    "wagtailadmin_pages:revisions_unschedule": PAGE,
    "wagtailadmin_pages:revisions_compare": (page("pk"),),
    "wagtailadmin_pages:move": MOVED,
    "wagtailadmin_pages:move_confirm": (*MOVED, page("destination_id")),
    "wagtailadmin_pages:set_page_position": MOVED,
    "wagtailadmin_pages:search": (),
    "wagtailadmin_pages:search_results": (),
    "wagtailadmin_choose_page": (),
    "wagtailadmin_choose_page_child": (page_or_above("parent_page_id"),),
    "wagtailadmin_choose_page_search": (),
    "wagtailadmin_choose_page_chosen_multiple": (selected_pages,),
    "wagtailadmin_choose_page_external_link": (),
    "wagtailadmin_choose_page_email_link": (),
    "wagtailadmin_choose_page_phone_link": (),
    "wagtailadmin_choose_page_anchor_link": (),
    "wagtailadmin_editing_sessions:ping": (edited_page,),
    "wagtailadmin_editing_sessions:release": (),
    # Translations of the school's pages.
    "wagtail_localize:submit_page_translation": PAGE,
    "wagtail_localize:convert_to_alias": PAGE,
    "wagtail_localize:update_translations": (translation_source,),
    "wagtail_localize:edit_string_translation": (translation,),
    "wagtail_localize:preview_translation": (translation,),
    "wagtail_localize:stop_translation": (translation,),
    "wagtail_localize:edit_override": (translation,),
    "wagtail_localize:download_pofile": (translation,),
    "wagtail_localize:upload_pofile": (translation,),
    # Pictures.
    "wagtailimages:index": (),
    "wagtailimages:index_results": (),
    "wagtailimages:add": (),
    "wagtailimages:add_multiple": (),
    "wagtailimages:edit": IMAGE,
    "wagtailimages:delete": IMAGE,
    "wagtailimages:image_usage": IMAGE,
    "wagtailimages:edit_multiple": IMAGE,
    "wagtailimages:delete_multiple": IMAGE,
    # An upload that waits for a title; Wagtail itself checks its owner.
    "wagtailimages:create_multiple_from_uploaded_image": (),
    "wagtailimages:delete_upload_multiple": (),
    "wagtailimages_chooser:choose": (),
    "wagtailimages_chooser:choose_results": (),
    "wagtailimages_chooser:create": (),
    "wagtailimages_chooser:chosen": (picture("pk"),),
    "wagtailimages_chooser:chosen_multiple": (selected_pictures,),
    "wagtailimages_chooser:select_format": IMAGE,
}
