"""Each round of maintenance deletes sessions that have expired, and no other."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from operations import sessions
from tests.factories import PersonFactory
from workers.events import periodic_maintenance

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_expired_sessions_are_deleted_in_batches_and_people_stay_signed_in(client, monkeypatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(sessions, "BATCH", 2)
    Session.objects.bulk_create(
        Session(session_key=f"old{number}", session_data="", expire_date=now - number * DAY) for number in (1, 2, 3)
    )
    client.force_login(PersonFactory())
    periodic_maintenance.send(sender=None, now=now)
    assert set(Session.objects.values_list("pk", flat=True)) == {"old1", client.session.session_key}
    periodic_maintenance.send(sender=None, now=now)
    assert set(Session.objects.values_list("pk", flat=True)) == {client.session.session_key}
    assert client.get("/tu-cua-toi/").status_code == 200
