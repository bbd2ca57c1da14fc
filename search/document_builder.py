"""The documents of the index, built from rows of the catalogue."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

from django.db.models import Prefetch, QuerySet
from stdnum import isbn as isbn_rules
from stdnum.exceptions import ValidationError

from access.policy import AccessFacts
from repository.authorities.keys import readings
from repository.curriculum import subject_names
from repository.models import Contributor, Cue, IndexChange, LessonResource, Page, Resource, ResourceHeading
from repository.queries import access_facts
from search.document import PartDocument, PartKind, ResourceDocument
from search.page_join import page_join


def with_record(resources: QuerySet[Resource]) -> QuerySet[Resource]:
    """Prefetch everything that a document contains, in a few queries."""
    names = Prefetch("contributors", Contributor.objects.order_by("position"))
    lessons = Prefetch("lesson_links", LessonResource.objects.select_related("lesson"))
    linked = ("contributors__authority__variants", "headings__authority__variants", "series_authority__variants")
    return resources.select_related("owner").prefetch_related("labels", "collections", names, lessons, *linked)


def resource_document(resource: Resource) -> ResourceDocument:
    """Return the document of a resource that was read by `with_record`."""
    names, headings = list(resource.contributors.all()), list(resource.headings.all())  # each call makes a manager
    return ResourceDocument(
        key=str(resource.uuid),
        revision=resource.revision,
        facts=access_facts(resource),
        title=resource.title,
        created=resource.created_at,
        edition=resource.edition_id,
        subtitle=resource.subtitle,
        names=tuple(dict.fromkeys(form for row in names for form in _forms(row.name, row))),
        credits=tuple(dict.fromkeys(row.shown for row in names)),
        headings=tuple(dict.fromkeys(row.shown for row in headings)),
        texts=tuple(_texts(resource, headings)),
        sort_title=resource.sort_title,
        subjects=tuple(resource.subjects),
        grades=tuple(str(grade) for grade in resource.grades),
        kind=resource.kind,
        school=resource.owner.code,
        collections=tuple(str(collection.uuid) for collection in resource.collections.all()),
        lessons=tuple(str(link.lesson.uuid) for link in resource.lesson_links.all() if not link.is_proposed),
        languages=tuple(resource.languages),
    )


def page_documents(resource: Resource, *, first: int | None = None, last: int | None = None) -> Iterator[PartDocument]:
    """Yield the pages with a text between two order keys, and the page before them, whose page join changes as well."""
    all_pages = resource.pages.select_related("text").order_by("order_key")
    if first is not None and last is not None:
        before = all_pages.filter(order_key__lt=first).values_list("order_key", flat=True).last()
        after = all_pages.filter(order_key__gt=last).values_list("order_key", flat=True).first()
        all_pages = all_pages.filter(order_key__gte=first if before is None else before)
        all_pages = all_pages if after is None else all_pages.filter(order_key__lte=after)
        yield from _page_documents(resource, list(all_pages), skip_last=after is not None)
        return
    yield from _page_documents(resource, list(all_pages), skip_last=False)


def keys_without_text(resource: Resource, *, first: int, last: int) -> list[str]:
    """Return the document keys of pages without a text, between two order keys."""
    without = resource.pages.filter(order_key__range=(first, last), text=None)
    return [f"{PartKind.PAGE}:{uuid}" for uuid in without.values_list("uuid", flat=True)]


def cue_documents(resource: Resource) -> Iterator[PartDocument]:
    """Yield the captions of the recordings, each with the text of the next one of the same file."""
    facts, cues = access_facts(resource), list(resource.cues.order_by("file", "start_ms", "position"))
    for cue, following in zip_longest(cues, cues[1:]):
        continues = following is not None and following.file_id == cue.file_id
        yield _cue_document(resource, facts, cue, following.text if following is not None and continues else "")


def resolve_key(key: str) -> tuple[Resource, IndexChange.Part, tuple[int, int]] | None:
    """Return the resource that a document key belongs to, the part, and the order keys of pages; None if it is gone."""
    kind, _, reference = key.rpartition(":")
    if kind == PartKind.PAGE:
        page = Page.objects.filter(uuid=reference).select_related("resource").first()
        return (page.resource, IndexChange.Part.PAGES, (page.order_key, page.order_key)) if page else None
    if kind == PartKind.CUE:
        cue = Cue.objects.filter(pk=reference).select_related("resource").first()
        return (cue.resource, IndexChange.Part.CUES, (0, 0)) if cue else None
    resource = Resource.objects.filter(uuid=key).first()
    return (resource, IndexChange.Part.RECORD, (0, 0)) if resource else None


def _page_documents(resource: Resource, pages: Sequence[Page], *, skip_last: bool) -> Iterator[PartDocument]:
    facts = access_facts(resource)
    for page, following in zip_longest(pages, pages[1:]):
        if page.text is not None and not (skip_last and following is None):
            next_text = following.text.text if following is not None and following.text is not None else ""
            yield _page_document(resource, facts, page, page.text.text, next_text)


def _page_document(resource: Resource, facts: AccessFacts, page: Page, text: str, following: str) -> PartDocument:
    join = page_join(text, following)
    return PartDocument(
        part=PartKind.PAGE,
        reference=str(page.uuid),
        resource=str(resource.uuid),
        revision=resource.revision,
        facts=facts,
        order=page.order_key,
        text=text,
        before_break=text[: join.before],
        after_break=following[join.after :],
    )


def _cue_document(resource: Resource, facts: AccessFacts, cue: Cue, following: str) -> PartDocument:
    return PartDocument(
        part=PartKind.CUE,
        reference=str(cue.pk),
        resource=str(resource.uuid),
        revision=resource.revision,
        facts=facts,
        order=cue.start_ms,
        text=cue.text,
        before_break=cue.text,
        after_break=following,
    )


def _texts(resource: Resource, headings: Sequence[ResourceHeading]) -> Iterable[str]:
    """Yield the other texts of a record; subject names in both languages, whatever the user's."""
    yield from (resource.description, resource.publisher, str(resource.year or ""))
    yield from (resource.isbn, _isbn10(resource.isbn), resource.issn)
    yield from (resource.series, resource.place, resource.call_number, resource.ddc, resource.contents, resource.notes)
    yield from (value for _scheme, value in resource.identifiers)
    for subject in resource.subjects:
        yield from subject_names(subject)
    for heading in headings:
        yield from _forms(heading.text, heading)
    yield resource.series_heading
    if resource.series_authority is not None:
        yield from (variant.text for variant in resource.series_authority.variants.all())
    for link in resource.lesson_links.all():
        if link.state == LessonResource.State.LINKED:
            yield link.lesson.title


def _forms(transcribed: str, row: Contributor | ResourceHeading) -> Iterable[str]:
    """Yield the form of the record, the heading of its authority, that of the node, its direct order, its variants."""
    yield from filter(None, (transcribed, row.heading))
    if row.authority is not None:
        yield from (row.authority.heading, readings(row.authority.kind, row.authority.heading)[0])
        yield from (variant.text for variant in row.authority.variants.all())


def _isbn10(isbn: str) -> str:
    """Return the number of ten digits that older copies of the same book show; empty where there is none."""
    try:
        return str(isbn_rules.to_isbn10(isbn)) if isbn else ""
    except ValidationError:  # numbers that begin with 979 have no short form
        return ""
