"""The fixtures of the lending rows: a title that everyone may borrow, and a borrower. Call after `site()`."""

from datetime import timedelta
from typing import Any


def a_title(school: Any, number: int, *, seats: int) -> Any:
    """Create a published title without pages, protected, with one licence."""
    from django.utils import timezone

    from access.actions import Action
    from circulation.licences.actions import LicenceTerms, add_licence
    from repository import actions
    from sharing.viewer import system_viewer

    now = timezone.now()
    by = system_viewer(school.pk, now=now)
    description = actions.Description(title=f"Sách {number}", protected=True)
    draft = actions.create_draft(owner=school, description=description, by=by)
    actions.grant(draft, action=Action.BORROW, audience="everyone", by=by)
    title = actions.publish(draft, by=by)
    add_licence(title, terms=LicenceTerms(seats=seats, starts_at=now - timedelta(days=1)), by=by)
    return title


def a_member(school: Any, number: int) -> Any:
    """Create a teacher of the school."""
    from django.utils import timezone

    from accounts.models import Membership, Person, Role

    person = Person.objects.create(username=f"nguoi-{number}", name=f"Người {number}")
    since = timezone.now() - timedelta(days=1)
    return Membership.objects.create(person=person, school=school, role=Role.TEACHER, since=since)
