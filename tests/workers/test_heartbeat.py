"""A worker has a row while it runs, which shows what it does; the row of a silent worker is marked, then deleted."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from workers import heartbeat
from workers.models import Worker

pytestmark = pytest.mark.django_db


def test_a_worker_has_a_row_while_it_runs(transactional_db) -> None:
    upload = uuid4()
    with heartbeat.heartbeat("pages,media"):
        row = Worker.objects.get()
        assert (row.queues, row.pid, row.activity) == ("pages,media", os.getpid(), "")
        with heartbeat.activity("pages 1–4", upload):
            heartbeat._current.beat()
            row.refresh_from_db()
            assert (row.activity, row.activity_object) == ("pages 1–4", upload)
            assert heartbeat.count_active("pages 1–4", timezone.now()) == 1
        heartbeat._current.beat()
        row.refresh_from_db()
        assert (row.activity, row.activity_object) == ("", None)
        assert heartbeat.count_active("pages 1–4", timezone.now()) == 0
    assert not Worker.objects.exists()


def test_a_process_that_is_no_worker_has_no_row() -> None:
    with heartbeat.activity("store_original"):
        assert not Worker.objects.exists()


def test_a_silent_worker_is_marked_and_after_a_while_deleted() -> None:
    now = timezone.now()
    row = Worker.objects.create(host="may-1", pid=7, queues="index", started_at=now, heartbeat_at=now)
    assert not heartbeat.is_stale(row, now + timedelta(seconds=30))
    assert heartbeat.is_stale(row, now + heartbeat.STALE_AFTER + timedelta(seconds=1))
    heartbeat.delete_stale(now + heartbeat.DELETE_AFTER - timedelta(seconds=1))
    assert Worker.objects.exists()
    heartbeat.delete_stale(now + heartbeat.DELETE_AFTER + timedelta(seconds=1))
    assert not Worker.objects.exists()
