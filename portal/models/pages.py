"""The types of pages that people write: homes, news, texts. A resource is not a page."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.query import PageQuerySet

from accounts.models import School
from accounts.paging import page_of
from accounts.text import clean_line
from portal.blocks import HOME_BLOCKS, TEXT_BLOCKS, WRITTEN_BLOCKS
from portal.first_steps import open_steps
from portal.picture_chooser import SchoolHomeForm
from portal.school_page import school_holdings
from portal.shelves import is_newest
from reading.home import my_home
from repository.collation import sort_key
from repository.letters import has_words, plain
from search.queries import is_degraded

SCHOOLS_ON_A_PAGE = 60
MAX_WORDS_LENGTH = 100  # characters


class TranslatedPage(Page):
    """Base of all page types: whether a page exists in the reader's language. All pages are open to everybody."""

    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[Any, ...] | None:
        """Return the parts of the address, below SITE_URL also where the site was created under another name."""
        parts = super().get_url_parts(request)
        return (parts[0], settings.SITE_URL.rstrip("/"), *parts[2:]) if parts and parts[1] else parts

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the language of the text: an alias in another language's tree shows that of the first language."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        source = self.alias_of
        foreign = source is not None and source.locale_id != self.locale_id and self.has_own_content
        context["shown_in"] = source.locale if foreign else None
        context["school"] = self.school_here
        return context

    @property
    def has_own_content(self) -> bool:
        """Return whether the page contains text that needs a translation."""
        return True

    @property
    def school_here(self) -> School | None:
        """Return the school whose part of the tree contains the page."""
        home = SchoolHomePage.objects.ancestor_of(self, inclusive=True).select_related("school").first()
        return home.school if home else None


class Home(TranslatedPage):
    """A home page: search first, then what is the viewer's own, then the shelves."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what is the viewer's own, whether search works in full, and the administrator's steps."""
        context = super().get_context(request, *args, **kwargs)
        viewer = getattr(request, "viewer", None)
        own_school = viewer.school if viewer else None
        if viewer and viewer.person is not None and self.is_home_of(own_school):
            context["mine"] = my_home(viewer)
            context["my_school"] = None if self.school_here else self.home_of(own_school)
        context["search_is_degraded"] = is_degraded()
        context["steps_left"] = len(open_steps()) if viewer and viewer.is_node_admin else 0
        return context

    def is_home_of(self, school: int | None) -> bool:
        """Return whether people of this school find here what is theirs: on the node's home and on their school's."""
        here = self.school_here
        return here is None or here.pk == school

    def home_of(self, school: int | None) -> "SchoolHomePage | None":
        """Return the home page of a school in the language of this page."""
        homes = SchoolHomePage.objects.live().filter(school=school, locale=self.locale)
        return homes.select_related("school").first()

    def latest_news(self, number: int) -> list["NewsPage"]:
        """Return the news below the page, newest first."""
        return list(NewsPage.objects.child_of(self).live().order_by("-day", "-pk")[:number])

    @property
    def has_own_content(self) -> bool:
        """Return whether a block has a title or text; shelves without a title fit every language."""
        return bool(self.lead) or any(
            block.block_type in WRITTEN_BLOCKS or block.value.get("title") for block in self.body
        )


class HomePage(Home):
    """The home page of the node."""

    lead = models.CharField(_("one sentence under the title"), max_length=300, blank=True)
    body = StreamField(HOME_BLOCKS, verbose_name=_("content"), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["portal.SchoolsPage", "portal.NewsPage", "portal.TextPage"]
    template = "portal/home.html"

    class Meta:
        verbose_name = _("home page of all schools")


class SchoolsPage(TranslatedPage):
    """All schools of the node; their homes are below it, at /truong/<code>/."""

    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.SchoolHomePage"]
    max_count_per_parent = 1
    template = "portal/schools.html"

    class Meta:
        verbose_name = _("list of schools")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add a page of the homes in the order of their names, of those schools whose names have the words of `q`."""
        context = super().get_context(request, *args, **kwargs)
        words = clean_line(request.GET.get("q", "")[:MAX_WORDS_LENGTH])
        homes = SchoolHomePage.objects.child_of(self).live()
        named = [(sort_key(name), key) for key, name in _named(homes, plain(words))]
        listed = page_of(request, [key for _sorting, key in sorted(named)], size=SCHOOLS_ON_A_PAGE)
        by_key = homes.select_related("school").prefetch_related("logo__renditions").in_bulk(listed.rows)
        context |= {"homes": [by_key[key] for key in listed.rows if key in by_key], "listed": listed, "words": words}
        return context

    @property
    def has_own_content(self) -> bool:
        """Return False: the page shows names of schools and translated texts."""
        return False


class SchoolHomePage(Home):
    """The home page of one school, with the school's accent."""

    school = models.ForeignKey(
        "accounts.School", on_delete=models.PROTECT, related_name="+", verbose_name=_("school"), editable=False
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("school logo"),
    )
    lead = models.CharField(_("one sentence under the title"), max_length=300, blank=True)
    body = StreamField(HOME_BLOCKS, verbose_name=_("content"), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("logo"), FieldPanel("body")]
    # Without the slug: it is the school's code.
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    base_form_class = SchoolHomeForm
    parent_page_types = ["portal.SchoolsPage"]
    subpage_types = ["portal.NewsPage", "portal.TextPage"]
    template = "portal/school_home.html"

    class Meta:
        verbose_name = _("home page of a school")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the visitor finds of the school, and the newest unless an editor placed a shelf of them."""
        context = super().get_context(request, *args, **kwargs)
        viewer = getattr(request, "viewer", None)
        context["holdings"] = school_holdings(viewer, self.school) if viewer else None
        context["shows_newest"] = not any(
            block.block_type == "shelf_by_search" and is_newest(block.value) for block in self.body
        )
        return context


class NewsPage(TranslatedPage):
    """A news item."""

    day = models.DateField(_("day"), default=timezone.localdate)
    summary = models.CharField(_("summary in one or two sentences"), max_length=300, blank=True)
    body = StreamField(TEXT_BLOCKS, verbose_name=_("content"), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("day"), FieldPanel("summary"), FieldPanel("body")]
    parent_page_types = ["portal.HomePage", "portal.SchoolHomePage"]
    subpage_types: list[str] = []
    template = "portal/news.html"

    class Meta:
        verbose_name = _("news")


class TextPage(TranslatedPage):
    """A page of text, pictures and shelves: help, an exhibition, opening hours."""

    body = StreamField(TEXT_BLOCKS, verbose_name=_("content"), blank=True)
    content_panels = [*Page.content_panels, FieldPanel("body")]
    parent_page_types = ["portal.HomePage", "portal.SchoolHomePage", "portal.TextPage"]
    subpage_types = ["portal.TextPage"]
    template = "portal/text.html"

    class Meta:
        verbose_name = _("text")


def _named(homes: PageQuerySet, words: str) -> Iterator[tuple[int, str]]:
    """Yield the key of each home and the name of its school, if the name has all the words."""
    for key, name in homes.values_list("pk", "school__name"):
        if has_words(plain(name), words):
            yield key, name
