"""To whom something can be opened, in words: everyone, a school, a group of schools, all of them or one role."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import labels
from access.viewer import Viewer
from accounts.models import Role, School
from sharing.keys import groups_of
from sharing.models import SchoolGroup

ROLES = {
    Role.TEACHER: gettext_lazy("teachers"),
    Role.PUPIL: gettext_lazy("pupils"),
    Role.LIBRARIAN: gettext_lazy("librarians"),
}


def audience_choices(viewer: Viewer) -> list[Any]:
    """Everyone, her own school, the groups it belongs to, the other schools."""
    schools = School.objects.exclude(pk=viewer.school or 0)
    groups = SchoolGroup.objects.filter(pk__in=groups_of([viewer.school or 0], viewer.now))
    return [
        (labels.EVERYONE, _("everyone")),
        (labels.school_audience(viewer.school or 0), _("our own school")),
        (_("Groups of schools"), [(labels.group_audience(group.pk), group.name) for group in groups]),
        (_("Other schools"), [(labels.school_audience(school.pk), school.name) for school in schools]),
    ]


def role_choices() -> list[Any]:
    """All people, or those of one role."""
    return [("", _("all people")), *((str(role), name) for role, name in ROLES.items())]


def spelt(who: str, role: str) -> str:
    """As labels spell it; everyone has no role."""
    return f"{who}/{role}" if role and who != labels.EVERYONE else who


def told(audience: str) -> str:
    """As a person says it."""
    if audience == labels.EVERYONE:
        return _("Everyone")
    place, _slash, role = audience.partition("/")
    kind, _colon, key = place.partition(":")
    model = School if kind == "school" else SchoolGroup
    found = model.objects.filter(pk=key).first()
    name = str(found) if found else _("a school that is no longer here")
    return _("%(role)s of %(school)s") % {"role": ROLES.get(Role(role), role), "school": name} if role else name
