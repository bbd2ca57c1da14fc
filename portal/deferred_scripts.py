"""The scripts of the Wagtail admin after its content: Wagtail names 400 KB of them before the first word of a screen.

`defer` leaves their order and their moment, before DOMContentLoaded, unchanged. A script inside the page that only
calls such a script becomes a module, which the browser runs in the same order. A page with any other stays as it is.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sharing.http import is_admin_view

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
# Blocks of data and templates of forms, whose text the browser does not run.
DATA = re.compile(r'\btype="(?!module|text/javascript)')
CALL = re.compile(r"\s*(init\w+\(|\(function\s*\(\)|\(\(\)\s*=>)")
NESTED = "text/django-form-template"  # contains escaped scripts


class DeferredScriptsMiddleware:
    """Rewrite the screens of the admin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the scripts deferred."""
        response = self.get_response(request)
        is_page = not response.streaming and response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and is_admin_view(request):
            response.content = deferred(response.content.decode(response.charset))
        return response


def deferred(page: str) -> str:
    """Return the page with all its scripts deferred, or unchanged where one of them may not be."""
    if NESTED in page or not all(_may_wait(script) for script in SCRIPT.finditer(page)):
        return page
    return SCRIPT.sub(_defer, page)


def _may_wait(script: re.Match[str]) -> bool:
    attributes = script["attributes"]
    return "src=" in attributes or bool(DATA.search(attributes) or CALL.match(script["body"]))


def _defer(script: re.Match[str]) -> str:
    attributes = script["attributes"]
    if DATA.search(attributes) or 'type="module"' in attributes:
        return script[0]
    if "src=" in attributes:
        return script[0] if re.search(r"\s(defer|async)\b", attributes) else f"<script defer{attributes}></script>"
    return f'<script type="module">{script["body"]}</script>'
