"""The scripts of the Wagtail admin after its style sheets: Wagtail names 400 KB of them before the first word.

`defer` leaves their order and their moment, before DOMContentLoaded, unchanged; but on a slow line the browser would
load all of them beside the style sheets. A small script (static/theme/scripts_after_styles.js) writes them into the
page, for which the browser has to wait for the style sheets anyway. A script inside the page that only calls such a
script becomes a module, which runs in the same order. A page with any other script stays as it is.
"""

import json
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static

from sharing.http import is_admin_view

SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<body>.*?)</script>", re.DOTALL)
# Blocks of data and templates of forms, whose text the browser does not run.
DATA = re.compile(r'\btype="(?!module|text/javascript)')
CALL = re.compile(r"init\w+\(|new \w+\(|\(function ?\(\)|\(\(\) ?=>")
WAITS = re.compile(r'\s(defer|async)\b|type="module"')
LISTED_IN = "scripts-after-styles"
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
    scripts = list(SCRIPT.finditer(page))
    named = [script["attributes"] for script in scripts if _is_named(script)]
    if not named or NESTED in page or not all(_may_wait(script) for script in scripts):
        return page
    first = next(script.start() for script in scripts if _is_named(script))
    return page[:first] + _loader(named) + SCRIPT.sub(_rest, page[first:])


def _is_named(script: re.Match[str]) -> bool:
    """Return whether it is a file that runs at its place."""
    attributes = script["attributes"]
    return "src=" in attributes and not DATA.search(attributes) and not WAITS.search(attributes)


def _may_wait(script: re.Match[str]) -> bool:
    attributes = script["attributes"]
    return "src=" in attributes or bool(DATA.search(attributes) or CALL.match(script["body"].lstrip()))


def _loader(named: list[str]) -> str:
    """Return the script that writes the others, and what it reads."""
    listed = json.dumps(named).replace("<", "\\u003c")
    address = static("theme/scripts_after_styles.js")
    return f'<script id="{LISTED_IN}" type="application/json">{listed}</script><script src="{address}"></script>'


def _rest(script: re.Match[str]) -> str:
    """Return what takes the place of a script: nothing for those that the loader writes."""
    attributes = script["attributes"]
    if _is_named(script):
        return ""
    is_unchanged = "src=" in attributes or DATA.search(attributes) or WAITS.search(attributes)
    return script[0] if is_unchanged else f'<script type="module">{script["body"]}</script>'
