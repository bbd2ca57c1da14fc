"""Links from one page to another: writers link to what they may see, readers get a link to what is published.

A link is stored by the key of its page. A writer who names any key must not learn the address of a draft elsewhere.
"""

from typing import Any

from django.db.models import QuerySet
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.contentstate import link_entity
from wagtail.admin.rich_text.converters.html_to_contentstate import ExternalLinkElementHandler, PageLinkElementHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from accounts.text import is_key
from portal.admin_permissions import own_pages
from portal.current_viewer import current_viewer
from portal.models import Desk


def linkable_pages() -> QuerySet[Page]:
    """Return the pages to which the current viewer may link: published ones, and those of their own desk."""
    viewer, published = current_viewer(), Page.objects.live()
    if viewer is not None and viewer.is_node_admin:
        return Page.objects.all()
    desk = Desk.objects.filter(school=viewer.school).first() if viewer is not None and viewer.is_staff else None
    return published | own_pages(desk) if desk is not None else published


class PublishedPageLink(PageLinkHandler):
    """A link in a text that readers see; to a page that is not published, it is the text alone."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        """Return the page of each link, None where there is nothing to read."""
        return [page if page is not None and page.live else None for page in super().get_many(attrs_list)]


class LinkInEditor(PageLinkElementHandler):
    """A link in the editor; the address of a page that the writer may not see is left out."""

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        """Return the key of the page, with its address if the writer may see it."""
        if linkable_pages().filter(pk=attrs["id"]).exists():
            data: dict[str, Any] = super().get_attribute_data(attrs)
            return data
        return {"id": int(attrs["id"]), "url": None, "parentId": None}


def link_from_editor(props: dict[str, Any]) -> Any:
    """Return the element that is stored for a link; for a page that the writer may not see, the text alone."""
    key = props.get("id")
    if key is None or (is_key(key) and linkable_pages().filter(pk=key).exists()):
        return link_entity(props)
    return DOM.create_element("span", {}, props["children"])


def register(features: Any) -> None:
    """Replace Wagtail's handling of links in rich text."""
    features.register_link_type(PublishedPageLink)
    features.register_converter_rule(
        "contentstate",
        "link",
        {
            "from_database_format": {
                "a[href]": ExternalLinkElementHandler("LINK"),
                'a[linktype="page"]': LinkInEditor("LINK"),
            },
            "to_database_format": {"entity_decorators": {"LINK": link_from_editor}},
        },
    )
