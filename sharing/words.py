"""The words of sharing: who, what, which part, until when, as they stand in sentences."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from access.actions import Action
from accounts.models import Role
from repository.models import Resource
from repository.programme import Subject

Words = Mapping[str, str | Promise]

# After "may": what the action lets people do.
DEEDS: Words = {
    Action.DISCOVER: pgettext_lazy("they may", "find"),
    Action.LOOK_INSIDE: pgettext_lazy("they may", "search inside"),
    Action.READ: pgettext_lazy("they may", "read"),
    Action.BORROW: pgettext_lazy("they may", "borrow"),
    Action.COPY: pgettext_lazy("they may", "copy"),
    Action.EDIT: pgettext_lazy("they may", "edit"),
    Action.SHARE: pgettext_lazy("they may", "share"),
}

# The people of one school, by role; without a role, all of them.
PEOPLE_OF: Words = {
    "": _("Everyone at %(school)s"),
    Role.PUPIL: _("Pupils of %(school)s"),
    Role.TEACHER: _("Teachers of %(school)s"),
    Role.LIBRARIAN: _("Librarians of %(school)s"),
    Role.HEAD: _("Heads of %(school)s"),
    Role.OFFICER: _("Officers of %(school)s"),
    Role.NODE_ADMIN: _("Node administrators of %(school)s"),
}

# Many things of one kind; without a kind, whatever there is.
THINGS: Words = {
    "": pgettext_lazy("all kinds of things", "all resources"),
    Resource.Kind.BOOK: _("books"),
    Resource.Kind.TEXTBOOK: _("textbooks"),
    Resource.Kind.LESSON: _("lesson plans"),
    Resource.Kind.WORKSHEET: _("worksheets"),
    Resource.Kind.PERIODICAL: _("periodicals"),
    Resource.Kind.IMAGE: _("pictures"),
    Resource.Kind.AUDIO: _("audio recordings"),
    Resource.Kind.VIDEO: _("videos"),
    Resource.Kind.SIMULATION: _("simulations"),
}


def listed(words: Iterable[str]) -> str:
    """Words in a row, the last one after "and"."""
    *first, last = [str(word) for word in words] or [""]
    if not first:
        return last
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def deeds(actions: Iterable[str]) -> str:
    """What a clause lets people do."""
    return listed(str(DEEDS[action]) for action in actions)


def part(*, kind: str, subject: str, grade: int | None, collection: str) -> str:
    """Which part of what a school owns: "books on Mathematics for grade 6 in the collection “…”"."""
    words = str(THINGS[kind])
    if subject:
        words = gettext("%(things)s on %(subject)s") % {"things": words, "subject": Subject(subject).label}
    if grade:
        words = gettext("%(things)s for grade %(grade)s") % {"things": words, "grade": grade}
    if collection:
        words = gettext("%(things)s in the collection “%(name)s”") % {"things": words, "name": collection}
    return words


def people_of(school: str, role: str = "") -> str:
    """The people of a school in one role, or all."""
    return str(PEOPLE_OF[role]) % {"school": school}


def day(moment: datetime) -> str:
    """A day as people write it here."""
    return date_format(localtime(moment), "d/m/Y")


def last_day(until: datetime) -> str:
    """The last day on which something stands that ends at this moment, which is outside."""
    return day(until - timedelta(microseconds=1))


def moment(when: datetime) -> str:
    """A day with its hour."""
    return date_format(localtime(when), "d/m/Y H:i")
