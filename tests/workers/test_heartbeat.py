"""A worker is on the board while it is there, tells what it does, and is taken off when it has been silent for long."""

import os
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from workers import heartbeat
from workers.models import Worker

pytestmark = pytest.mark.django_db


def test_who_is_present_stands_on_the_board_and_leaves_it(transactional_db) -> None:
    upload = uuid4()
    with heartbeat.heartbeat("pages,media"):
        row = Worker.objects.get()
        assert (row.queues, row.pid, row.activity) == ("pages,media", os.getpid(), "")
        with heartbeat.activity("pages 1–4", upload):
            heartbeat._mine.beat()
            row.refresh_from_db()
            assert (row.activity, row.activity_object) == ("pages 1–4", upload)
        heartbeat._mine.beat()
        row.refresh_from_db()
        assert (row.activity, row.activity_object) == ("", None)
    assert not Worker.objects.exists()


def test_a_process_that_is_no_worker_stands_on_no_board() -> None:
    with heartbeat.activity("store_original"):
        assert not Worker.objects.exists()


def test_the_silent_are_marked_and_after_a_while_taken_off() -> None:
    now = timezone.now()
    row = Worker.objects.create(host="may-1", pid=7, queues="index", started_at=now, heartbeat_at=now)
    assert not heartbeat.is_stale(row, now + timedelta(seconds=30))
    assert heartbeat.is_stale(row, now + heartbeat.STALE_AFTER + timedelta(seconds=1))
    heartbeat.delete_stale(now + heartbeat.DELETE_AFTER - timedelta(seconds=1))
    assert Worker.objects.exists()
    heartbeat.delete_stale(now + heartbeat.DELETE_AFTER + timedelta(seconds=1))
    assert not Worker.objects.exists()
