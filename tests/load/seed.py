"""Fill a site for the load test; test_load.py runs it with the settings of the site.

    python -m tests.load.seed shelves RECORDS READERS    the catalogue, readers who are signed in, titles to borrow
    python -m tests.load.seed open                       publish what was digitised, for everyone to read

Prints the plan of load_client.py as JSON.
"""

import json
import os
import sys
from datetime import timedelta
from typing import Any

import django

SCHOOLS, TITLES = 100, 20
TEACHERS = "truong-0"  # the code of the school at which all of them teach


def shelves(records: int, readers: int) -> dict[str, Any]:
    """Create the catalogue of a hundred schools; each may see the resources of the one before it."""
    from bench.corpus import queries
    from bench.index_fill import fill
    from tests.factories import SchoolFactory

    schools = [SchoolFactory(code=f"truong-{number}") for number in range(SCHOOLS)]
    fill(records, schools)
    return {
        "readers": [_signed_in(schools[0], number) for number in range(readers)],
        "titles": [_lent(schools[1], schools[0], number, readers) for number in range(TITLES)],
        "queries": queries(200),
    }


def open_all() -> dict[str, Any]:
    """Publish each draft and open it to everyone; return the addresses of its pages."""
    from django.utils import timezone

    from access.actions import Action
    from repository import actions
    from repository.models import Resource
    from sharing.viewer import system_viewer

    pages = []
    for resource in Resource.objects.filter(state=Resource.State.DRAFT):
        by = system_viewer(resource.owner_id, now=timezone.now())
        actions.update_record(
            resource, description=actions.Description(title=resource.title, rights=Resource.Rights.OWN), by=by
        )
        actions.grant(resource, action=Action.READ, audience="everyone", by=by)
        actions.publish(resource, by=by)
        pages += [f"/doc/{resource.uuid}/trang/{page.uuid}" for page in resource.pages.all()]
    return {"pages": pages}


def _signed_in(school: Any, number: int) -> str:
    from django.conf import settings
    from django.test import Client

    from tests.factories import MembershipFactory

    browser = Client()
    browser.force_login(MembershipFactory(school=school, person__username=f"giao-vien-{number}").person)
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _lent(owner: Any, to: Any, number: int, seats: int) -> str:
    from django.utils import timezone

    from access import labels
    from access.actions import Action
    from circulation.licences.actions import LicenceTerms, add_licence
    from sharing.viewer import system_viewer
    from tests.factories import a_resource

    title = a_resource(owner, title=f"Sách cho mượn {number}", opened={Action.BORROW: labels.school_audience(to.pk)})
    now = timezone.now()
    add_licence(
        title, terms=LicenceTerms(seats=seats, starts_at=now - timedelta(days=1)), by=system_viewer(owner.pk, now=now)
    )
    return str(title.uuid)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    what, *numbers = sys.argv[1:]
    print(json.dumps({"shelves": shelves, "open": open_all}[what](*map(int, numbers))))
