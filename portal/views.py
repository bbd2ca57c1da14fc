"""What pages of the front end load: the colours of a school, and resized pictures."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import School
from reading.serving import StoredContent, serve
from repository.store.keys import media_key

# The dark theme keeps the default accent: the school's was checked on light paper.
COLOURS = """@media not (prefers-color-scheme: dark) {{
  :root {{
    --accent: {accent};
    --accent-strong: color-mix(in srgb, {accent} 80%, black);
    --accent-soft: color-mix(in srgb, {accent} 14%, white);
  }}
}}
"""


@require_safe
@cache_control(max_age=300, public=True)
def colours(request: HttpRequest, code: str) -> HttpResponse:
    """Return a style sheet with the school's accent, so that no page needs an inline style."""
    school = get_object_or_404(School, code=code)
    if not school.accent:
        raise Http404
    return HttpResponse(COLOURS.format(accent=school.accent), content_type="text/css")


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a resized picture; originals are not served. Raise StoreUnavailable."""
    stored_name = f"images/{name}"
    if not default_storage.exists(stored_name):
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    content = StoredContent(media_key(stored_name), content_type, name, cache_control="public, max-age=86400")
    return serve(request, content)
