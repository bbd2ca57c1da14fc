"""Each alert of deploy/prometheus/alerts.yml fires after its failure and not before, on what /metrics answers then.

Evaluates the part of PromQL that these rules use: one comparison of a metric, and a ratio of two sums of rates.
"""

import math
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import yaml
from django.db import connections
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from operations.health.queues import SWEEPER, all_queues
from repository.models import IndexChange
from tests.support.template import ROOT
from workers.models import OutboxMessage, Worker

FILE = ROOT / "deploy" / "prometheus" / "alerts.yml"
RULES = {rule["alert"]: rule["expr"] for rule in yaml.safe_load(FILE.read_text("utf-8"))["groups"][0]["rules"]}
SELECTOR = r"(?P<metric{0}>\w+)(?:\{{(?P<label{0}>\w+)(?P<operator{0}>=~?)\"(?P<wanted{0}>[^\"]*)\"\}})?"
COMPARISON = re.compile(SELECTOR.format("") + r" (?P<sign>==|>) (?P<number>[\d.]+)")
RATIO = re.compile(
    rf"sum\(rate\({SELECTOR.format(1)}\[5m\]\)\) / sum\(rate\({SELECTOR.format(2)}\[5m\]\)\) > (?P<number>[\d.]+)"
)
pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def a_worker_of_each_queue(settings: Any, tmp_path: Path) -> None:
    """Set up what every site has: workers and a sweeper."""
    settings.METRICS_TOKEN = ""
    settings.OBJECT_STORE_URL, settings.SEARCH_URL = f"file://{tmp_path}/store", f"tantivy://{tmp_path}/index"
    now = timezone.now()
    for number, name in enumerate([*(queue.queue for queue in all_queues(now)), SWEEPER]):
        Worker.objects.create(host="here", pid=number, queues=name, started_at=now, heartbeat_at=now)


def unreachable(settings: Any, tmp_path: Path) -> None:
    settings.METRICS_TOKEN = "another-token"


def database_down(settings: Any, tmp_path: Path) -> None:
    """Point the open connections to a database that cannot be opened; the settings are restored by the test."""
    connections.close_all()
    for connection in connections.all():
        name = str(tmp_path) if connection.vendor == "sqlite" else "no_such_database"
        connection.settings_dict = {**connection.settings_dict, "NAME": name}


def worker_ended(settings: Any, tmp_path: Path) -> None:
    """End a worker in good order: its row is gone."""
    Worker.objects.filter(queues="pages").delete()


def worker_killed(settings: Any, tmp_path: Path) -> None:
    Worker.objects.filter(queues="pages").update(heartbeat_at=timezone.now() - timedelta(minutes=11))


def sweeper_ended(settings: Any, tmp_path: Path) -> None:
    Worker.objects.filter(queues=SWEEPER).delete()


def index_late(settings: Any, tmp_path: Path) -> None:
    IndexChange.objects.create(resource=uuid4(), revision=1, changed_at=timezone.now() - HOUR)


def index_refused(settings: Any, tmp_path: Path) -> None:
    IndexChange.objects.create(
        resource=uuid4(), revision=1, changed_at=timezone.now(), last_error="mapper_parsing_exception"
    )


def mail_failed(settings: Any, tmp_path: Path) -> None:
    now = timezone.now()
    OutboxMessage.objects.create(message={}, state=OutboxMessage.State.FAILED, retry_at=now, created_at=now)


def errors(settings: Any, tmp_path: Path) -> None:
    """Answer with 503: the database is down for a moment."""
    database_down(settings, tmp_path)
    browser = Client(raise_request_exception=False)
    assert [browser.get("/tim/").status_code for _ in range(5)] == [503] * 5


CAUSES: list[tuple[str, Callable[[Any, Path], None]]] = [
    ("TuSachUnreachable", unreachable),
    ("TuSachDatabaseDown", database_down),
    ("TuSachWorkerMissing", worker_ended),
    ("TuSachWorkerMissing", worker_killed),
    ("TuSachWorkerMissing", sweeper_ended),
    ("TuSachIndexLate", index_late),
    ("TuSachIndexRefused", index_refused),
    ("TuSachMailFailed", mail_failed),
    ("TuSachErrors", errors),
]


def test_each_alert_has_a_failure_here() -> None:
    assert {name for name, _cause in CAUSES} == set(RULES)


@pytest.mark.parametrize(("name", "cause"), CAUSES, ids=[f"{name}-{cause.__name__}" for name, cause in CAUSES])
def test_an_alert_fires_after_its_failure_and_not_before(
    name: str, cause: Callable[[Any, Path], None], settings: Any, tmp_path: Path
) -> None:
    before, intact = scrape(), {connection.alias: connection.settings_dict for connection in connections.all()}
    assert not fires(RULES[name], before, before)
    try:
        cause(settings, tmp_path)
        assert fires(RULES[name], before, scrape())
    finally:
        connections.close_all()
        for connection in connections.all():
            connection.settings_dict = intact[connection.alias]


def test_the_documents_name_no_metric_that_does_not_exist() -> None:
    existing = {sample.name for sample in scrape()} | {"tusach_requests_total", "tusach_request_seconds"}
    for file in (FILE, *(ROOT / "docs" / "howto").glob("*.md")):
        named = set(re.findall(r"\btusach_\w+", file.read_text("utf-8")))
        assert named - existing == set(), file.name


def scrape() -> list[Sample]:
    """Return what Prometheus knows after it has read /metrics: the samples, and whether it could read them."""
    answer = Client().get("/metrics")
    up = Sample("up", {"job": "tu-sach"}, float(answer.status_code == 200))
    text = answer.content.decode() if answer.status_code == 200 else ""
    return [up, *(sample for family in text_string_to_metric_families(text) for sample in family.samples)]


def fires(expression: str, before: list[Sample], now: list[Sample]) -> bool:
    """Return whether the expression has a value; a ratio is of what was added between the two scrapes."""
    if ratio := RATIO.fullmatch(expression):
        added = [
            sum(sample.value for sample in chosen(now, ratio, side))
            - sum(sample.value for sample in chosen(before, ratio, side))
            for side in ("1", "2")
        ]
        return added[1] > 0 and added[0] / added[1] > float(ratio["number"])
    comparison = COMPARISON.fullmatch(expression)
    assert comparison, f"write it as a comparison: {expression}"
    number = float(comparison["number"])
    values = [sample.value for sample in chosen(now, comparison, "")]
    return any(value == number if comparison["sign"] == "==" else value > number for value in values)


def chosen(samples: list[Sample], match: re.Match[str], side: str) -> list[Sample]:
    """Return the samples of a selector."""
    metric, label, operator, wanted = (match[f"{part}{side}"] for part in ("metric", "label", "operator", "wanted"))
    named = [sample for sample in samples if sample.name == metric and not math.isnan(sample.value)]
    if label is None:
        return named
    pattern = wanted if operator == "=~" else re.escape(wanted)
    return [sample for sample in named if re.fullmatch(pattern, sample.labels.get(label, ""))]
