"""What is stored of one person: lists, places in resources, choices."""

from personal.models.choices import Choices
from personal.models.lists import FollowedList, ListEntry, ReadingList
from personal.models.places import Bookmark, HistoryEntry

__all__ = ["Bookmark", "Choices", "FollowedList", "HistoryEntry", "ListEntry", "ReadingList"]
