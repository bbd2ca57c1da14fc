"""The errors of searching and indexing."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class IndexLocked(UserFacingError):
    """Another process holds the lock of the index."""

    sentence = _("Another process is already writing the search index. Only one can; stop it first, or let it finish.")
    code = "index_taken"


class PageTooDeep(UserFacingError):
    """The page lies below MAX_DEPTH of search/query.py."""

    sentence = _("Only the first %(most)s results can be viewed. Add a word or choose a filter to find the rest.")
    code = "too_deep"


class NoExpression(UserFacingError):
    """A row of the table of synonyms has no expression with a letter or a digit."""

    sentence = _("Enter at least one expression, or one short form.")
    code = "no_expression"


class ExpressionTaken(UserFacingError):
    """Another row of the table of synonyms has the expression."""

    sentence = _(
        "“%(expression)s” already stands in the row “%(row)s”. An expression can mean one thing only: take it out here "
        "or there."
    )
    code = "expression_taken"
    status = 409


class EngineUnavailable(UserFacingError):
    """The search engine does not answer, or gives an unexpected answer."""

    sentence = _("Search is not available at the moment. Your books and loans are safe; try again soon.")
    code = "search_unavailable"
    status = 503


class EngineRefused(UserFacingError):
    """The search engine refuses the user or the password."""

    sentence = _("The search engine denies access. Set the right user and password in SEARCH_URL.")
    code = "search_refused"
    status = 503


class NotElasticsearch(UserFacingError):
    """The server is not Elasticsearch."""

    sentence = _("The server at SEARCH_URL is not Elasticsearch. Set the address of an Elasticsearch 8.")
    code = "search_unknown"
    status = 503


class UnsupportedEngineVersion(UserFacingError):
    """The server is an Elasticsearch of another major version."""

    sentence = _("The server at SEARCH_URL is Elasticsearch %(version)s. Set the address of an Elasticsearch 8.")
    code = "search_version"
    status = 503


class IndexNotWritable(UserFacingError):
    """The folder of the index is not writable."""

    sentence = _("The folder of SEARCH_URL is not writable. Give this library permission to write there.")
    code = "index_closed"
    status = 503


class IndexMissing(EngineUnavailable):
    """The engine answers, but has no index of the present format, or a damaged one; the indexer rebuilds it."""
