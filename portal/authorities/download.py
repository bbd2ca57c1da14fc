"""Authorities as a file of MARC 21 authority records, or as a SKOS vocabulary."""

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from repository.authorities.entries import entry_of
from repository.authorities.queries import authorities_for
from repository.formats import authority_marc, marcxml, skos
from repository.formats.skos.entries import concept_of
from repository.models import Authority
from sharing.http import ViewerRequest, cataloguing_required

AT_ONCE = 200  # authorities read from the database together


@cataloguing_required
@require_safe
def iso2709(request: ViewerRequest) -> StreamingHttpResponse:
    """Download the authorities of a kind, or all, in ISO 2709 (UTF-8)."""
    return _file(_records(request), "mrc", "application/marc")


@cataloguing_required
@require_safe
def xml(request: ViewerRequest) -> StreamingHttpResponse:
    """Download the authorities of a kind, or all, in MARCXML."""
    return _file(marcxml.write(_records(request)), "xml", "application/xml; charset=utf-8")


@cataloguing_required
@require_safe
def concepts(request: ViewerRequest, ending: str) -> StreamingHttpResponse:
    """Download the authorities of a kind, or all, as SKOS: `ttl` in Turtle, `rdf` in RDF/XML."""
    form = skos.FORMS[ending]
    return _file(skos.write(_concepts(request), form), ending, form.media_type)


def _file(parts: Iterator[bytes], ending: str, media_type: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(parts, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="tieu-de-chuan.{ending}"'
    return answer


def _records(request: ViewerRequest) -> Iterator[bytes]:
    return (authority_marc.of(entry_of(row), row.changed_at) for row in _rows(request))


def _concepts(request: ViewerRequest) -> Iterator[skos.Thing]:
    for kind in Authority.Kind:
        yield skos.Scheme(skos.authorities_scheme(kind), _names(kind))
    for row in _rows(request):
        yield concept_of(entry_of(row))


def _names(kind: Authority.Kind) -> dict[str, str]:
    return skos.in_languages(lambda: _("Authorities: %(kind)s") % {"kind": kind.label})


def _rows(request: ViewerRequest) -> Iterator[Authority]:
    found = authorities_for(request.viewer, kind=request.GET.get("loai", ""))
    return found.order_by("pk").prefetch_related("variants").iterator(chunk_size=AT_ONCE)
