"""An incomplete or unsafe setting gives a message that names the setting."""

from collections.abc import Callable

import pytest

from config import checks

CHECKS = (
    checks.services_are_set,
    checks.bucket_is_whole,
    checks.database_is_whole,
    checks.redis_is_whole,
    checks.content_is_elsewhere,
    checks.production_is_safe,
    checks.source_is_offered,
)
POSTGRES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "tusach", "HOST": "db"}}
PUBLIC = {"SITE_URL": "https://thuvien.example", "CONTENT_URL": "https://content.thuvien.example"}


def test_the_defaults_and_a_complete_set_of_servers_pass(settings) -> None:
    assert [check(None) for check in CHECKS] == [[]] * len(CHECKS)
    settings.OBJECT_STORE_URL = "s3://key:secret@s3.example:9000/bucket?region=us-east-1"
    settings.SEARCH_URL = "https://user:password@search.example:9200/tusach"
    settings.TASKS_URL, settings.CACHE_URL = "redis://:password@redis:6379/0", "unix:///run/redis.sock"
    settings.DATABASES = POSTGRES
    settings.SOURCE_URL = "https://git.example/tu-sach"
    for name, value in PUBLIC.items():
        setattr(settings, name, value)
    assert [check(None) for check in CHECKS] == [[]] * len(CHECKS)


@pytest.mark.parametrize(
    ("check", "changes", "identifier", "named"),
    [
        (checks.services_are_set, {"OBJECT_STORE_URL": "s3://"}, "config.E001", ["OBJECT_STORE_URL", "s3://"]),
        (checks.services_are_set, {"SEARCH_URL": "elasticsearch://search"}, "config.E001", ["SEARCH_URL"]),
        (checks.bucket_is_whole, {"OBJECT_STORE_URL": "s3://s3.example/bucket"}, "config.E003", ["OBJECT_STORE_URL"]),
        (checks.bucket_is_whole, {"OBJECT_STORE_URL": "s3://key:secret@s3.example/"}, "config.E003", ["bucket"]),
        (
            checks.database_is_whole,
            {"DATABASES": {"default": POSTGRES["default"] | {"HOST": ""}}},
            "config.E004",
            ["DATABASE_URL"],
        ),
        (
            checks.database_is_whole,
            {"DATABASES": {"default": {"ENGINE": "django.db.backends.mysql", "NAME": "x", "HOST": "db"}}},
            "config.E004",
            ["DATABASE_URL"],
        ),
        (checks.redis_is_whole, {"TASKS_URL": "redis://"}, "config.E005", ["TASKS_URL"]),
        (checks.redis_is_whole, {"TASKS_URL": "amqp://rabbit"}, "config.E005", ["TASKS_URL"]),
        (checks.redis_is_whole, {"CACHE_URL": "redis://"}, "config.E005", ["CACHE_URL"]),
        (
            checks.content_is_elsewhere,
            {"SITE_URL": "https://thuvien.example", "CONTENT_URL": "https://thuvien.example:8443"},
            "config.E002",
            ["CONTENT_URL"],
        ),
        (checks.production_is_safe, {"DEBUG": True}, "config.W001", ["DEBUG"]),
        (checks.source_is_offered, PUBLIC, "config.W002", ["SOURCE_URL"]),
    ],
)
def test_a_wrong_setting_is_named(
    settings, check: Callable, changes: dict[str, object], identifier: str, named: list[str]
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    (message,) = check(None)
    assert message.id == identifier
    assert [name for name in named if name not in message.msg] == []
