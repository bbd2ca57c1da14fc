"""The blocks of pages: shelves chosen by hand, by a search or from a collection; news, text, pictures."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from portal.collection_chooser import CollectionBlock
from portal.picture_chooser import OwnPictureBlock
from portal.resource_chooser import ResourceBlock
from portal.shelves import curated, from_collection, from_search, title_of
from repository.curriculum import GRADES, subject_choices
from repository.models import Resource

PLAIN = ["h2", "h3", "bold", "ol", "ul", "link", "hr"]
MAX_ITEMS = 24  # books on one shelf
MAX_TEXT = 50_000  # characters of one text, without its marks
WRITTEN_BLOCKS = frozenset({"text", "picture"})


class CuratedShelf(blocks.StructBlock):
    """Resources that an editor chose; each visitor sees those that they may discover."""

    title = blocks.CharBlock(label=_("Title of the shelf"), max_length=100)
    resources = blocks.ListBlock(ResourceBlock(label=_("Resource")), label=_("Resources"), max_num=MAX_ITEMS)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the shelf as this visitor may see it."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["shelf"] = curated(context.get("request"), value)
        context["title"] = value["title"]
        return context

    class Meta:
        icon = "list-ul"
        label = _("Shelf of chosen resources")
        template = "portal/blocks/shelf.html"


class SearchShelf(blocks.StructBlock):
    """Resources that a search finds, anew for each visitor."""

    title = blocks.CharBlock(
        label=_("Title of the shelf"),
        help_text=_("If left empty, the shelf is named after its content, in the reader's language."),
        max_length=100,
        required=False,
    )
    words = blocks.CharBlock(label=_("Keywords"), required=False, max_length=200)
    subject = blocks.ChoiceBlock(label=_("Subject"), choices=subject_choices, required=False)
    grade = blocks.ChoiceBlock(label=_("Grade"), choices=[(str(g), str(g)) for g in GRADES], required=False)
    kind = blocks.ChoiceBlock(label=_("Kind"), choices=Resource.Kind.choices, required=False)
    only_ours = blocks.BooleanBlock(label=_("Only what this school owns"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add what the search finds for this visitor."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["shelf"] = from_search(context.get("request"), value, context.get("school"))
        context["title"] = value["title"] or title_of(value)
        return context

    class Meta:
        icon = "search"
        label = _("Shelf from a search")
        template = "portal/blocks/shelf.html"


class CollectionShelf(blocks.StructBlock):
    """The first resources of a collection, in its order."""

    title = blocks.CharBlock(
        label=_("Title of the shelf"),
        help_text=_("If left empty, the shelf has the name of the collection."),
        max_length=100,
        required=False,
    )
    collection = CollectionBlock(label=pgettext_lazy("of resources", "Collection"))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add what this visitor may discover of the collection."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        context["shelf"] = from_collection(context.get("request"), value)
        context["title"] = value["title"] or str(value["collection"] or "")
        return context

    class Meta:
        icon = "folder-open-inverse"
        label = _("Shelf of a collection")
        template = "portal/blocks/shelf.html"


class News(blocks.StructBlock):
    """The latest news of the home page that contains the block."""

    title = blocks.CharBlock(label=_("Title"), max_length=100, required=False)
    number = blocks.IntegerBlock(label=_("Number of items"), default=3, min_value=1, max_value=12)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Add the news, newest first."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        home = context.get("page")
        context["news"] = home.latest_news(value["number"]) if home else []
        return context

    class Meta:
        icon = "date"
        label = _("Latest news")
        template = "portal/blocks/news.html"


TEXT_BLOCKS: list[tuple[str, blocks.Block]] = [
    (
        "text",
        blocks.RichTextBlock(
            label=_("Text"),
            features=PLAIN,
            max_length=MAX_TEXT,
            icon="pilcrow",
            template="portal/blocks/text.html",
        ),
    ),
    ("picture", OwnPictureBlock(label=_("Picture"), template="portal/blocks/picture.html")),
    ("shelf_by_hand", CuratedShelf()),
    ("shelf_by_search", SearchShelf()),
    ("shelf_of_collection", CollectionShelf()),
]
HOME_BLOCKS: list[tuple[str, blocks.Block]] = [
    ("shelf_by_search", SearchShelf()),
    ("shelf_by_hand", CuratedShelf()),
    ("shelf_of_collection", CollectionShelf()),
    ("news", News()),
    ("text", TEXT_BLOCKS[0][1]),
    ("picture", TEXT_BLOCKS[1][1]),
]
