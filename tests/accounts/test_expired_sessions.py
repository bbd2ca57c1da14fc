"""Sessions that expired leave the table by themselves."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from tests.factories import PersonFactory
from workers.events import periodic_maintenance

pytestmark = pytest.mark.django_db


def test_a_round_of_maintenance_deletes_expired_sessions_and_no_others() -> None:
    current, expired = Client(), Client()
    for browser in (current, expired):
        browser.force_login(PersonFactory())
    key = expired.session.session_key
    Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
    periodic_maintenance.send_robust(sender=None, now=timezone.now())
    assert list(Session.objects.values_list("pk", flat=True)) == [current.session.session_key]
