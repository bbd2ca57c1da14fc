"""A bell that nobody hears fails nobody's work; answered ones are forgotten in the end."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from redis.exceptions import ConnectionError as RedisGone
from wagtail.models import Page

from portal.actions import create_school_home
from search.tasks import index_changes
from tests.factories import SchoolFactory
from workers import local_wakeup, wakeups

pytestmark = pytest.mark.django_db


def gone(*_words, **_more):
    raise RedisGone("nobody there")


def test_a_queue_that_does_not_answer_is_not_the_fault_of_who_rings(monkeypatch) -> None:
    monkeypatch.setattr(type(index_changes), "enqueue", gone)
    assert wakeups.notify(index_changes) is False


def test_without_a_cache_every_bell_rings(monkeypatch) -> None:
    rung = []
    monkeypatch.setattr(type(index_changes), "enqueue", lambda *words: rung.append(words))
    cache.delete("once")
    assert wakeups.notify_once(index_changes, "once", seconds=60)
    assert not wakeups.notify_once(index_changes, "once", seconds=60)
    monkeypatch.setattr(type(cache._connections[cache._alias]), "add", gone)
    assert wakeups.notify_once(index_changes, "once", seconds=60)
    assert len(rung) == 2


@pytest.mark.embedded_only  # Redis forgets by itself
def test_answered_bells_are_forgotten_after_some_days(settings) -> None:
    now = timezone.now()
    for ended in (now - timedelta(days=3), now - timedelta(hours=1)):
        wakeups.notify(index_changes)
        DBTaskResult.objects.filter(finished_at=None).update(status="SUCCESSFUL", finished_at=ended)
    wakeups.notify(index_changes)
    wakeups.delete_finished(now)
    assert DBTaskResult.objects.count() == 2


def test_a_knock_wakes_those_who_wait_and_none_is_missed(settings, tmp_path) -> None:
    settings.VAR_DIR = tmp_path
    before = local_wakeup.last_signals(["pages", "mail"])
    assert before == [0, 0]
    wakeups.notify(index_changes)
    assert local_wakeup.last_signals(["pages", "mail"]) == before, "it was for others"
    local_wakeup.signal("mail")
    local_wakeup.wait_for_signal(["pages", "mail"], since=before, seconds=3600)


def test_what_wagtail_wants_done_waits_in_no_queue() -> None:
    """A worker may take it before the page is committed, and finds no page."""
    before = {queue: wakeups.pending_count(queue) for queue in settings.QUEUES}
    create_school_home(SchoolFactory(name="Trường THPT Chu Văn An"))
    assert {queue: wakeups.pending_count(queue) for queue in settings.QUEUES} == before
    assert [page.title for page in Page.objects.search("Chu Văn An", fields=["title"])][:1] == [
        "Trường THPT Chu Văn An"
    ]
