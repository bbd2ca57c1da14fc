"""The ways in which searching and indexing fail."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import Refusal


class IndexTaken(Refusal):
    """Another process holds the lock of the index."""

    sentence = _("Another process is already writing the search index. Only one may; stop it first, or let it work.")
    code = "index_taken"


class EngineUnavailable(Refusal):
    """The search engine does not answer, or not as it should."""

    sentence = _("The search is not available at the moment. Your books and loans are safe; please try again soon.")
    code = "search_unavailable"
    status = 503


class IndexMissing(EngineUnavailable):
    """The engine answers, but there is no index of the present format, or it is damaged: it is made again."""
