"""The ways in which searching and indexing fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class IndexLocked(UserFacingError):
    """Another process holds the lock of the index."""

    sentence = _("Another process is already writing the search index. Only one may; stop it first, or let it work.")
    code = "index_taken"


class PageTooDeep(UserFacingError):
    """A page of hits further down than anybody pages."""

    sentence = _(
        "Only the first %(most)s results can be looked through. Add a word or choose a filter to find the rest."
    )
    code = "too_deep"


class EngineUnavailable(UserFacingError):
    """The search engine does not answer, or not as it should."""

    sentence = _("The search is not available at the moment. Your books and loans are safe; please try again soon.")
    code = "search_unavailable"
    status = 503


class EngineRefused(UserFacingError):
    """The search engine does not let us in."""

    sentence = _("The search engine refuses the access. Set the right user and password in SEARCH_URL.")
    code = "search_refused"
    status = 503


class NotElasticsearch(UserFacingError):
    """Something else than Elasticsearch answers."""

    sentence = _("What answers at SEARCH_URL is no Elasticsearch. Set the address of an Elasticsearch 8.")
    code = "search_unknown"
    status = 503


class UnsupportedEngineVersion(UserFacingError):
    """An Elasticsearch of another major version."""

    sentence = _("At SEARCH_URL answers Elasticsearch %(version)s. Set the address of an Elasticsearch 8.")
    code = "search_version"
    status = 503


class IndexNotWritable(UserFacingError):
    """The folder of the index cannot be written to."""

    sentence = _("Nothing can be written to the folder of SEARCH_URL. Give this library the right to write there.")
    code = "index_closed"
    status = 503


class IndexMissing(EngineUnavailable):
    """The engine answers, but there is no index of the present format, or it is damaged: it is made again."""
