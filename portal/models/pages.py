"""The types of pages that people write: homes, news, texts. A resource is not a page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from accounts.models import School
from portal.blocks import HOME_BLOCKS, TEXT_BLOCKS, WRITTEN_BLOCKS
from portal.picture_chooser import SchoolHomeForm
from reading.loan_cards import loan_cards
from repository.collation import sort_key
from search.queries import is_degraded

MAX_LOANS = 6  # on a home page


class TranslatedPage(Page):
    """What all our pages share: whether they stand in the language of the reader. All are open to everybody."""

    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """An alias in another language's tree shows the first language's text; the template says so."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        source = self.alias_of
        foreign = source is not None and source.locale_id != self.locale_id and self.has_own_content
        context["shown_in"] = source.locale if foreign else None
        context["school"] = self.school_here
        return context

    @property
    def has_own_content(self) -> bool:
        """Whether somebody wrote something on it that could be translated."""
        return True

    @property
    def school_here(self) -> School | None:
        """The school in whose part of the tree it stands."""
        home = SchoolHomePage.objects.ancestor_of(self, inclusive=True).select_related("school").first()
        return home.school if home else None


class Home(TranslatedPage):
    """A front door: search first, then what she has borrowed, then the shelves."""

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """With the loans of somebody who has signed in, and whether the search works as it should."""
        context = super().get_context(request, *args, **kwargs)
        viewer = getattr(request, "viewer", None)
        context["loans"] = loan_cards(viewer, MAX_LOANS) if viewer else []
        context["search_is_degraded"] = is_degraded()
        return context

    def latest_news(self, number: int) -> list["NewsPage"]:
        """The news under it, newest first."""
        return list(NewsPage.objects.child_of(self).live().order_by("-day", "-pk")[:number])

    @property
    def has_own_content(self) -> bool:
        """Shelves without a title of their own speak every language."""
        return bool(self.lead) or any(
            block.block_type in WRITTEN_BLOCKS or block.value.get("title") for block in self.body
        )


class HomePage(Home):
    """The front door of the node."""

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
    """All schools of the node; their homes stand under it, at /truong/<code>/."""

    parent_page_types = ["portal.HomePage"]
    subpage_types = ["portal.SchoolHomePage"]
    max_count_per_parent = 1
    template = "portal/schools.html"

    class Meta:
        verbose_name = _("list of schools")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The homes, in the order of their names."""
        context = super().get_context(request, *args, **kwargs)
        homes = SchoolHomePage.objects.child_of(self).live().select_related("school", "logo")
        context["homes"] = sorted(homes, key=lambda home: sort_key(home.school.name))
        return context

    @property
    def has_own_content(self) -> bool:
        """Names of schools, and our own words in every language."""
        return False


class SchoolHomePage(Home):
    """The front door of one school. Its accent is the school's own."""

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
    # Without the address: it is the school's code.
    promote_panels = [FieldPanel("seo_title"), FieldPanel("search_description")]
    base_form_class = SchoolHomeForm
    parent_page_types = ["portal.SchoolsPage"]
    subpage_types = ["portal.NewsPage", "portal.TextPage"]
    template = "portal/school_home.html"

    class Meta:
        verbose_name = _("home page of a school")


class NewsPage(TranslatedPage):
    """Something new to tell."""

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
