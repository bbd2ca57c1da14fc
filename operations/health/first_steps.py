"""Checks of what only people can add: an administrator, a name, schools and their librarians."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, Role, School
from operations.health.checks import EMPTY, Issue, LazyMessage, Level
from portal.first_steps import is_set_up, open_steps
from sharing.keys import active_at


def taken() -> Iterator[Issue]:
    """Check that there is an administrator, then which first steps are left, then that each school has a librarian."""
    if not is_set_up():
        yield Issue(
            "no_administrator",
            Level.WARNING,
            LazyMessage(_("This installation has no administrator; nobody can add schools and librarians.")),
            LazyMessage(_("Run: python manage.py create_admin")),
        )
        return
    page = settings.SITE_URL + reverse("portal:first_steps")
    steps = open_steps()
    for step in steps:
        yield Issue(
            f"first_step_{step.name}",
            Level.NOTE,
            LazyMessage(_("First steps, not done yet: %(title)s."), title=step.title),
            LazyMessage(_("Sign in as the administrator and open %(page)s"), page=page),
        )
    number = _schools_without_librarian() if not any(step.name == "librarian" for step in steps) else 0
    if number:
        yield Issue(
            "schools_without_librarian",
            Level.NOTE,
            LazyMessage(_("Schools without a librarian: %(number)s."), number=number),
            LazyMessage(_("Add their librarians at the desk under Members.")),
            EMPTY,
        )


def _schools_without_librarian() -> int:
    librarians = Membership.objects.filter(active_at(timezone.now()), role=Role.LIBRARIAN, school=OuterRef("pk"))
    return School.objects.filter(~Exists(librarians), kind=School.Kind.SCHOOL).count()
