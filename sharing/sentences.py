"""Clauses, audiences and openings as sentences that a teacher would say."""

from django.utils.translation import gettext as _

from access import labels
from access.viewer import Viewer
from accounts.models import School
from repository.models import Opening
from sharing import words
from sharing.models import Clause, SchoolGroup


def clause_sentence(clause: Clause, viewer: Viewer) -> str:
    """ "Teachers of School B may read books on Mathematics of ours until 31/05/2027." """
    parts = {
        "people": words.people_of(clause.taker.name, clause.role),
        "deeds": words.deeds(clause.actions),
        "things": whose_part(clause, viewer),
        "since": words.day(clause.since),
        "until": words.last_day(clause.until) if clause.until else "",
    }
    begun = clause.since <= viewer.now
    if clause.until is None:
        now, later = _("%(people)s may %(deeds)s %(things)s."), _("%(people)s may %(deeds)s %(things)s from %(since)s.")
    else:
        now = _("%(people)s may %(deeds)s %(things)s until %(until)s.")
        later = _("%(people)s may %(deeds)s %(things)s from %(since)s until %(until)s.")
    return (now if begun else later) % parts


def whose_part(clause: Clause, viewer: Viewer) -> str:
    """The part that the clause names, and whose it is: the reader's own school is "ours"."""
    things = words.part(
        kind=clause.kind,
        subject=clause.subject,
        grade=clause.grade,
        collection=clause.collection.name if clause.collection else "",
    )
    if viewer.school == clause.giver_id:
        return _("%(things)s of our school") % {"things": things}
    return _("%(things)s of %(school)s") % {"things": things, "school": clause.giver.name}


def audience_words(audience: str) -> str:
    """The people whom an audience of a label means."""
    if audience == labels.EVERYONE:
        return _("Everyone (including people without an account)")
    place, _slash, role = audience.partition("/")
    sort, _colon, number = place.partition(":")
    if sort == "school":
        school = School.objects.filter(pk=number).first()
        return words.people_of(school.name if school else _("a school that no longer exists"), role)
    group = SchoolGroup.objects.filter(pk=number).first()
    name = group.name if group else _("that no longer exists")
    return words.people_of(_("the group “%(group)s”") % {"group": name}, role)


def opening_sentence(opening: Opening) -> str:
    """ "Pupils of School A may read it." """
    return _("%(people)s may %(deeds)s it.") % {
        "people": audience_words(opening.audience),
        "deeds": words.DEEDS[opening.action],
    }
