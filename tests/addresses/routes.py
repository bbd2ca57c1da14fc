"""Every address of the product, as the URL resolver knows them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

PARTS = re.compile(r"<(?:(?P<sort>\w+):)?(?P<name>\w+)>")

# Values for the parts of an address that name no object of the fixtures.
NOTHING = "00000000-0000-4000-8000-000000000000"
BY_SORT = {"int": 987654, "slug": "wagtailcore", "str": "x", "uuid": NOTHING}

# Routes that are regular expressions, rewritten with path converters like the others.
SPELT = {
    r"tai-khoan/^confirm-email/(?P<key>[-:\w]+)/$": "tai-khoan/confirm-email/<key>/",
    r"tai-khoan/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "tai-khoan/password/reset/key/1-<key>/",
    r"quan-tri/pages/^(?P<pk>\d+)/revisions/compare/(?P<revision_id_a>live|earliest|\d+)"
    r"\.\.\.(?P<revision_id_b>live|latest|\d+)/$": "quan-tri/pages/<int:pk>/revisions/compare/earliest...live/",
    r"quan-tri/^.*/$": "quan-tri/<nowhere>/",
    r"^((?:[\w\-]+/)*)$": "",
}


@cache
def routes() -> tuple[str, ...]:
    """Return all routes in the order in which they are tried, without a language prefix, as for Vietnamese."""
    return tuple(dict.fromkeys(SPELT.get(route, route.replace("^", "")) for route in _walk(get_resolver())))


def fill(route: str, args: Mapping[str, object]) -> str:
    """Return the URL of a route with these values; other parts get a value of their type."""

    def value(part: re.Match[str]) -> str:
        return str(args.get(part["name"], BY_SORT[part["sort"] or "str"]))

    return "/" + PARTS.sub(value, route)


def _walk(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from _walk(entry, route)
