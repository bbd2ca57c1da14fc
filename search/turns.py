"""Whose changes are indexed first: of each school its oldest, then of each its second, and so on."""

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from repository.models import Dirty


def in_turn(changes: QuerySet[Dirty]) -> QuerySet[Dirty]:
    """The changes of all schools in turn."""
    place = Window(RowNumber(), partition_by=[F("school")], order_by=["since", "pk"])
    return changes.annotate(turn=place).order_by("turn", "since", "pk")
