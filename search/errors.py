"""The ways in which searching and indexing fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class IndexTaken(Refusal):
    """Another process holds the lock of the index."""

    sentence = _("Another process is already writing the search index. Only one may; stop it first, or let it work.")
    code = "index_taken"


class TooDeep(Refusal):
    """A page of hits further down than anybody pages."""

    sentence = _(
        "Only the first %(most)s results can be looked through. Add a word or choose a filter to find the rest."
    )
    code = "too_deep"


class EngineUnavailable(Refusal):
    """The search engine does not answer, or not as it should."""

    sentence = _("The search is not available at the moment. Your books and loans are safe; please try again soon.")
    code = "search_unavailable"
    status = 503


class IndexMissing(EngineUnavailable):
    """The engine answers, but there is no index of the present format, or it is damaged: it is made again."""
