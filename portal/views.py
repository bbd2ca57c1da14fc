"""What pages of the front end load: the colours of a school, and resized pictures."""

import mimetypes

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts.models import School
from portal.pictures import authorize_picture
from reading.serving import NO_STORE, StoredContent, serve
from repository.store.keys import media_key
from sharing.http import ViewerRequest

PUBLIC_PICTURE = "public, max-age=300"  # seconds; unpublishing a page must not take a day to act
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
def picture(request: ViewerRequest, name: str) -> HttpResponseBase:
    """Return a resized picture of a published page, or of the viewer's own desk; originals are not served.

    Raise NotFound, StoreUnavailable.
    """
    stored_name = f"images/{name}"
    is_public = authorize_picture(request.viewer, stored_name)
    if not default_storage.exists(stored_name):
        raise Http404
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    cache_control = PUBLIC_PICTURE if is_public else NO_STORE
    return serve(request, StoredContent(media_key(stored_name), content_type, name, cache_control=cache_control))
