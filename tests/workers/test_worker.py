"""`manage.py worker` accepts known queues only, sets its priority, and preloads where it will read many pages."""

import pytest
from django.core.management import CommandError, call_command

COMMAND = "workers.management.commands.worker"


@pytest.fixture(autouse=True)
def no_work(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """End before the work begins; return the queues for which the priority was lowered."""
    lowered: list[list[str]] = []
    monkeypatch.setattr("workers.priority.lower_priority_for", lowered.append)
    monkeypatch.setattr(f"{COMMAND}.retry_on_outage", lambda work: None)
    return lowered


def test_a_worker_lowers_its_priority_for_its_queues(no_work: list[list[str]]) -> None:
    call_command("worker", queue="pages,media", until_empty=True)
    assert no_work == [["pages", "media"]]


def test_a_queue_that_does_not_exist_is_named(no_work: list[list[str]]) -> None:
    with pytest.raises(CommandError, match="letters"):
        call_command("worker", queue="mail,letters")
    assert no_work == []


@pytest.mark.parametrize(
    ("queue", "until_empty", "times"), [("pages", False, 1), ("pages", True, 0), ("media", False, 0)]
)
def test_only_a_lasting_worker_of_pages_preloads(
    monkeypatch: pytest.MonkeyPatch, queue: str, until_empty: bool, times: int
) -> None:
    loaded: list[bool] = []
    monkeypatch.setattr("ingest.parsers.parser_pool.preload", lambda: loaded.append(True))
    call_command("worker", queue=queue, until_empty=until_empty)
    assert len(loaded) == times
