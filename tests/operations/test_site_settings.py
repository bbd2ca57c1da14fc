"""The doctor names settings that contradict each other, and keys that differ between machines."""

from typing import Any

import pytest
from django.utils import timezone

from operations.health import queues, site
from tests.operations.test_services import codes
from workers import heartbeat
from workers.models import Worker

SOUND = {
    "SITE_URL": "https://thuvien.example",
    "CONTENT_URL": "https://content.thuvien.example",
    "ALLOWED_HOSTS": ["thuvien.example", ".thuvien.example", "[::1]"],
    "TRUSTED_PROXY_COUNT": 1,
    "OBJECT_STORE_URL": "file:///srv/store",
    "X_ACCEL_PREFIX": "/_kho/",
    "TASKS_URL": "redis://redis:6379/0",
    "CACHE_URL": "redis://redis:6379/1",
}
CHECKS = (
    site.hosts_are_allowed,
    site.connection_is_private,
    site.addresses_agree,
    site.front_server_sends_files,
    site.redis_is_not_shared,
)
FAULTS = (
    ("host_any", {"ALLOWED_HOSTS": ["*"]}),
    ("host_unreadable", {"ALLOWED_HOSTS": ["https://thuvien.example", ".thuvien.example"]}),
    ("host_unreadable", {"ALLOWED_HOSTS": [".thuvien.example", "thuvien.example:443"]}),
    ("host_not_allowed", {"ALLOWED_HOSTS": ["thuvien.example"]}),
    ("host_not_allowed", {"ALLOWED_HOSTS": ["content.thuvien.example"]}),
    ("https_mixed", {"CONTENT_URL": "http://content.thuvien.example"}),
    ("https_mixed", {"SITE_URL": "http://thuvien.example"}),
    ("no_https", {"SITE_URL": "http://thuvien.example", "CONTENT_URL": "http://content.thuvien.example"}),
    ("proxy_uncounted", {"TRUSTED_PROXY_COUNT": 0, "X_ACCEL_PREFIX": ""}),
    ("accel_without_proxy", {"TRUSTED_PROXY_COUNT": 0}),
    ("accel_unused", {"OBJECT_STORE_URL": "s3://key:secret@s3/bucket"}),
    ("redis_shared", {"CACHE_URL": "redis://:password@redis/0"}),
    ("redis_shared", {"CACHE_URL": "redis://redis:6379"}),
    ("redis_shared", {"CACHE_URL": "redis://redis:6379/1?db=0"}),
    ("redis_shared", {"TASKS_URL": "unix:///run/redis.sock", "CACHE_URL": "unix:///run/redis.sock?db=0"}),
)


def found(settings: Any, **changes: object) -> dict[str, bool]:
    """Return the codes of all issues with these settings, none of which blocks the start."""
    for name, value in {**SOUND, **changes}.items():
        setattr(settings, name, value)
    return {code: blocks for check in CHECKS for code, blocks in codes(check()).items()}


def test_sound_settings_have_no_issue_and_neither_have_those_of_a_test_site(settings: Any) -> None:
    assert found(settings) == {}
    local = {"SITE_URL": "http://localhost:8000", "CONTENT_URL": "http://content.localhost:8000"}
    local |= {"ALLOWED_HOSTS": ["localhost", ".localhost"], "TRUSTED_PROXY_COUNT": 0, "X_ACCEL_PREFIX": ""}
    assert found(settings, **local, TASKS_URL="", CACHE_URL="filecache:///srv/cache") == {}


@pytest.mark.parametrize(("code", "changes"), FAULTS, ids=[f"{code}-{n}" for n, (code, _) in enumerate(FAULTS)])
def test_a_contradiction_is_named(settings: Any, code: str, changes: dict[str, object]) -> None:
    issues = found(settings, **changes)
    assert issues[code] is False


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("TRUSTED_PROXY_COUT", "TRUSTED_PROXY_COUNT"), ("TASK_URL", "TASKS_URL"), ("WEB_WORKER", "WEB_WORKERS")],
)
def test_a_misspelt_name_of_a_setting_is_named(monkeypatch: Any, wrong: str, right: str) -> None:
    assert codes(site.names_are_known()) == {}
    monkeypatch.setenv(right, "1")
    monkeypatch.setenv(wrong, "1")
    (issue,) = site.names_are_known()
    assert (issue.code, issue.message.values) == ("setting_unknown", {"name": wrong, "similar": right})


@pytest.mark.django_db
def test_another_key_on_another_machine_is_named_until_its_workers_end_or_agree(settings: Any) -> None:
    settings.SECRET_KEY = "k" * 50
    here, now = heartbeat.key_digest(), timezone.now()
    settings.SECRET_KEY = "o" * 50
    other = heartbeat.key_digest()
    assert "o" * 8 not in other
    row = {"pid": 1, "queues": "pages", "started_at": now}
    Worker.objects.create(host="pages-2", heartbeat_at=now, key_digest=other, **row)
    Worker.objects.create(host="older-version", heartbeat_at=now, **row)
    assert codes(queues.one_key()) == {}
    settings.SECRET_KEY = "k" * 50
    (issue,) = queues.one_key()
    assert (issue.code, issue.blocks_start) == ("secret_differs", False)
    assert "pages-2" in str(issue.message)
    assert "older-version" not in str(issue.message)
    Worker.objects.update(heartbeat_at=now - heartbeat.STALE_AFTER * 2)
    assert codes(queues.one_key()) == {}
    Worker.objects.update(heartbeat_at=now, key_digest=here)
    assert codes(queues.one_key()) == {}


@pytest.mark.django_db
def test_a_worker_writes_what_identifies_its_key() -> None:
    with heartbeat.heartbeat("pages"):
        assert Worker.objects.get().key_digest == heartbeat.key_digest()
