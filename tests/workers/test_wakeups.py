"""A queue that does not respond fails no work; finished tasks are deleted; workers are woken at the commit."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from redis.exceptions import ConnectionError as RedisGone
from wagtail.models import Page

from config.caches import caches
from portal.actions import create_school_home
from search.tasks import index_changes
from tests.factories import SchoolFactory
from tests.support.sites import free_port
from workers import local_wakeup, wakeups

pytestmark = pytest.mark.django_db


def outage(*_args, **_options):
    raise RedisGone("no server")


def test_a_queue_that_does_not_respond_fails_nobodys_work(monkeypatch) -> None:
    monkeypatch.setattr(type(index_changes), "enqueue", outage)
    assert wakeups.notify(index_changes) is False


def test_without_a_cache_every_notification_is_sent(monkeypatch, settings) -> None:
    sent = []
    monkeypatch.setattr(type(index_changes), "enqueue", lambda *args: sent.append(args))
    cache.delete("once")
    assert wakeups.notify_once(index_changes, "once", seconds=60)
    assert not wakeups.notify_once(index_changes, "once", seconds=60)
    settings.CACHES = caches(f"redis://127.0.0.1:{free_port()}/1")
    assert wakeups.notify_once(index_changes, "once", seconds=60)
    assert len(sent) == 2


@pytest.mark.embedded_only  # Redis expires its own
def test_finished_tasks_are_deleted_after_some_days(settings) -> None:
    now = timezone.now()
    for ended in (now - timedelta(days=3), now - timedelta(hours=1)):
        wakeups.notify(index_changes)
        DBTaskResult.objects.filter(finished_at=None).update(status="SUCCESSFUL", finished_at=ended)
    wakeups.notify(index_changes)
    wakeups.delete_finished(now)
    assert DBTaskResult.objects.count() == 2


@pytest.mark.embedded_only  # tests/workers/test_postgres_wakeup.py has the same for PostgreSQL; Redis wakes by itself
@pytest.mark.django_db(transaction=True)
def test_workers_are_woken_when_the_transaction_commits_and_not_before(settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path
    with wakeups.listener(["index"]) as worker, wakeups.listener(["mail"]) as other:
        with transaction.atomic(using=wakeups._database()):
            assert wakeups.notify(index_changes)
            assert not worker.wait(0)
        assert worker.wait(0)
        assert not other.wait(0)
        with transaction.atomic(using=wakeups._database()):
            wakeups.notify(index_changes)
            transaction.set_rollback(True, using=wakeups._database())
        assert not worker.wait(0)


@pytest.mark.embedded_only
def test_a_wakeup_that_fails_does_not_fail_the_notification(settings, tmp_path, monkeypatch, caplog) -> None:
    def fail(queue: str) -> None:
        raise PermissionError(queue)

    monkeypatch.setattr(local_wakeup, "signal", fail)
    monkeypatch.setattr(transaction, "on_commit", lambda call, using: call())
    assert wakeups.notify(index_changes)
    assert "were not woken" in caplog.text


def test_tasks_of_wagtail_wait_in_no_queue() -> None:
    """A worker may take it before the page is committed, and finds no page."""
    before = {queue: wakeups.pending_count(queue) for queue in settings.QUEUES}
    create_school_home(SchoolFactory(name="Trường THPT Chu Văn An"))
    assert {queue: wakeups.pending_count(queue) for queue in settings.QUEUES} == before
    assert [page.title for page in Page.objects.search("Chu Văn An", fields=["title"])][:1] == [
        "Trường THPT Chu Văn An"
    ]
