"""What pages of the front end load: the colours of a school, and resized pictures."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.static import serve

from accounts.models import School

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
@cache_control(max_age=86400, public=True)
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Return a resized picture; originals are not served."""
    return serve(request, name, document_root=f"{settings.MEDIA_ROOT}/images")
