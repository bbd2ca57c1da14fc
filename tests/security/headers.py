"""The headers that every response must have, and the inline code that a page for readers must not have."""

import re
from html.parser import HTMLParser

from django.http.response import HttpResponseBase

ALWAYS = (
    "Content-Security-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
)


def missing(answer: HttpResponseBase) -> list[str]:
    """Return the headers that the response lacks."""
    return [name for name in ALWAYS if not answer.headers.get(name)]


def policy_of(answer: HttpResponseBase) -> dict[str, list[str]]:
    """Return the content security policy by directive."""
    parts = (part.split() for part in answer.headers["Content-Security-Policy"].split(";"))
    return {words[0]: words[1:] for words in parts if words}


class Inline(HTMLParser):
    """Collects inline scripts, event handlers and inline styles of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect event handlers, `javascript:` addresses and style elements; `handle_data` collects inline scripts."""
        named = dict(attrs)
        self.found += [f"{tag} {name}" for name in named if re.match(r"on[a-z]|hx-on", name)]
        self.found += [
            f"{tag} javascript:" for value in named.values() if (value or "").strip().startswith("javascript:")
        ]
        if tag == "style" or "style" in named:
            self.found.append(f"{tag} with style")
        self._in_script = tag == "script" and named.get("type", "module") not in ("application/json", "text/template")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a script."""
        self._in_script = False

    def handle_data(self, data: str) -> None:
        """Collect the content of an inline script, which a browser would run."""
        if self._in_script and data.strip():
            self.found.append(f"script: {data.strip()[:60]}")


def inline_in(page: str) -> list[str]:
    """Return what a page contains that its policy must not let run."""
    reader = Inline()
    reader.feed(page)
    return reader.found
