"""The sentences of sharing: who may do what with which part, from when until when."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from access import labels
from access.actions import Action
from access.viewer import Viewer
from accounts.dates import format_date, format_last_day
from accounts.models import Role, School
from repository.curriculum import subject_name
from repository.models import Grant, Resource
from sharing.models import Clause, SchoolGroup

Phrases = Mapping[str, str | Promise]

# After "may": what the action lets people do.
ACTION_VERBS: Phrases = {
    Action.DISCOVER: pgettext_lazy("they may", "find"),
    Action.LOOK_INSIDE: pgettext_lazy("they may", "search inside"),
    Action.READ: pgettext_lazy("they may", "read"),
    Action.BORROW: pgettext_lazy("they may", "borrow"),
    Action.COPY: pgettext_lazy("they may", "copy"),
    Action.EDIT: pgettext_lazy("they may", "edit"),
    Action.SHARE: pgettext_lazy("they may", "share"),
}

# The people of one school, by role; without a role, all of them.
PEOPLE_OF: Phrases = {
    "": _("Everyone at %(school)s"),
    Role.PUPIL: _("Pupils of %(school)s"),
    Role.TEACHER: _("Teachers of %(school)s"),
    Role.LIBRARIAN: _("Librarians of %(school)s"),
    Role.HEAD: _("Heads of %(school)s"),
    Role.OFFICER: _("Officers of %(school)s"),
    Role.CATALOGUER: _("Cataloguers of %(school)s"),
    Role.NODE_ADMIN: _("Node administrators of %(school)s"),
}

# The plural of each kind of resource; without a kind, all resources.
KIND_PLURALS: Phrases = {
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


def join_with_and(items: Iterable[str]) -> str:
    """Return a list in words, with "and" before the last item; empty for no items."""
    *first, last = [str(item) for item in items] or [""]
    if not first:
        return last
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def action_phrase(actions: Iterable[str]) -> str:
    """Return the actions in words: "find, search inside and read"."""
    return join_with_and(str(ACTION_VERBS[action]) for action in actions)


def people_of(school: str, role: str = "") -> str:
    """Return the people of a school in one role, or all, in words."""
    return str(PEOPLE_OF[role]) % {"school": school}


def clause_sentence(clause: Clause, viewer: Viewer) -> str:
    """Return a clause in words: "Teachers of School B may read books held by our school until 31/05/2027."."""
    parts = {
        "people": people_of(clause.taker.name, clause.role),
        "actions": action_phrase(clause.actions),
        "things": scope_phrase(clause, viewer),
        "since": format_date(clause.since),
        "until": format_last_day(clause.until) if clause.until else "",
    }
    begun = clause.since <= viewer.now
    if clause.until is None:
        now = gettext("%(people)s may %(actions)s %(things)s.")
        later = gettext("%(people)s may %(actions)s %(things)s from %(since)s.")
    else:
        now = gettext("%(people)s may %(actions)s %(things)s until %(until)s.")
        later = gettext("%(people)s may %(actions)s %(things)s from %(since)s until %(until)s.")
    return (now if begun else later) % parts


def scope_phrase(clause: Clause, viewer: Viewer) -> str:
    """Return what a clause is about: "books on Mathematics for grade 6 in the collection “…” held by our school".

    "Our school" is the viewer's.
    """
    phrase = str(KIND_PLURALS[clause.kind])
    if clause.subject:
        phrase = gettext("%(things)s on %(subject)s") % {"things": phrase, "subject": subject_name(clause.subject)}
    if clause.grade:
        phrase = gettext("%(things)s for grade %(grade)s") % {"things": phrase, "grade": clause.grade}
    if clause.collection:
        name = clause.collection.name
        phrase = gettext("%(things)s in the collection “%(name)s”") % {"things": phrase, "name": name}
    if viewer.school == clause.giver_id:
        return gettext("%(things)s held by our school") % {"things": phrase}
    return gettext("%(things)s held by %(school)s") % {"things": phrase, "school": clause.giver.name}


def audience_phrase(audience: str) -> str:
    """Return the audience of a label in words."""
    if audience == labels.EVERYONE:
        return gettext("Everyone (including people without an account)")
    recipient, _slash, role = audience.partition("/")
    kind, _colon, number = recipient.partition(":")
    if kind == "school":
        school = School.objects.filter(pk=number).first()
        return people_of(school.name if school else gettext("a school that no longer exists"), role)
    group = SchoolGroup.objects.filter(pk=number).first()
    name = (
        gettext("the group “%(group)s”") % {"group": group.name} if group else gettext("a group that no longer exists")
    )
    return people_of(name, role)


def grant_sentence(grant: Grant) -> str:
    """Return a grant in words: "Pupils of School A may read it."."""
    return gettext("%(people)s may %(actions)s it.") % {
        "people": audience_phrase(grant.audience),
        "actions": ACTION_VERBS[grant.action],
    }
