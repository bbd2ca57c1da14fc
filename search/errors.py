"""The ways in which searching and indexing fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class IndexLocked(UserFacingError):
    """Another process holds the lock of the index."""

    sentence = _("Another process is already writing the search index. Only one can; stop it first, or let it finish.")
    code = "index_taken"


class PageTooDeep(UserFacingError):
    """A page of hits further down than anybody pages."""

    sentence = _("Only the first %(most)s results can be viewed. Add a word or choose a filter to find the rest.")
    code = "too_deep"


class EngineUnavailable(UserFacingError):
    """The search engine does not answer, or not as it should."""

    sentence = _("Search is not available at the moment. Your books and loans are safe; try again soon.")
    code = "search_unavailable"
    status = 503


class EngineRefused(UserFacingError):
    """The search engine does not let us in."""

    sentence = _("The search engine denies access. Set the right user and password in SEARCH_URL.")
    code = "search_refused"
    status = 503


class NotElasticsearch(UserFacingError):
    """Something else than Elasticsearch answers."""

    sentence = _("The server at SEARCH_URL is not Elasticsearch. Set the address of an Elasticsearch 8.")
    code = "search_unknown"
    status = 503


class UnsupportedEngineVersion(UserFacingError):
    """An Elasticsearch of another major version."""

    sentence = _("The server at SEARCH_URL is Elasticsearch %(version)s. Set the address of an Elasticsearch 8.")
    code = "search_version"
    status = 503


class IndexNotWritable(UserFacingError):
    """The folder of the index cannot be written to."""

    sentence = _("The folder of SEARCH_URL is not writable. Give this library permission to write there.")
    code = "index_closed"
    status = 503


class IndexMissing(EngineUnavailable):
    """The engine answers, but there is no index of the present format, or it is damaged: it is made again."""
