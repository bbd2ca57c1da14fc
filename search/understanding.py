"""Understand a search with the vocabulary and the schools of this installation."""

from collections.abc import Mapping
from dataclasses import replace

from accounts.models import School
from search.plain_questions.recognition import understand
from search.query import Query
from search.synonyms import vocabulary


def understood(query: Query) -> Query:
    """Return the search with what its words mean; unchanged if it has none or asks for the words as typed."""
    if not query.text or query.literal or query.meaning:
        return query
    return replace(query, meaning=understand(query.text, vocabulary(), school_names))


def school_names() -> Mapping[str, str]:
    """Return the names of all schools by code; called for questions that name a school."""
    return dict(School.objects.values_list("code", "name"))
