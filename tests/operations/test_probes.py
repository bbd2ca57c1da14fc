"""Probes and metrics: alive, ready, numbers; the answers show neither addresses nor secrets."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from operations import probes
from operations.health.queues import workers_alive
from tests.factories import SchoolFactory
from tests.support.sites import free_port
from workers.models import OutboxMessage, Worker

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "s3cret-of-the-store"


@pytest.fixture(autouse=True)
def no_cached_answer(settings, tmp_path):
    probes._cached.clear()
    settings.OBJECT_STORE_URL = f"file://{tmp_path}/store"
    settings.SEARCH_URL = f"tantivy://{tmp_path}/index"


def test_all_parts_are_named_and_ready():
    answer = Client().get("/readyz")
    assert answer.status_code == 200, answer.content
    status = answer.json()
    assert set(status["parts"]) == {
        "folder",
        "database",
        "migrations",
        "database_writing",
        "store",
        "store_writing",
        "index",
        "tasks",
        "queues",
    }
    assert status["parts"]["queues"]["oldest_seconds"]["pages"] == 0
    assert Client().get("/healthz").json() == {"alive": True}


def test_a_part_that_is_down_is_named_without_its_address(settings):
    port = free_port()
    settings.SEARCH_URL = f"http://somebody:{SECRET}@127.0.0.1:{port}/tusach"
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    parts = answer.json()["parts"]
    assert parts["index"] == {"ready": False, "code": "index_unreachable"}
    assert parts["store"] == {"ready": True}
    text = answer.content.decode()
    assert not [word for word in (SECRET, "127.0.0.1", str(port), "somebody") if word in text]
    assert Client().get("/healthz").status_code == 200


def test_probes_are_answered_when_nothing_else_can_be(settings):
    """Neither the host, nor the session, nor the database matters."""
    settings.ALLOWED_HOSTS = ["thuvien.example"]
    client = Client(headers={"cookie": "sessionid=of-a-person"})
    assert client.get("/healthz").status_code == 200
    assert client.get("/").status_code == 400
    assert client.post("/healthz").status_code == 405


def test_frequent_requests_get_a_cached_answer(monkeypatch):
    runs = []

    def run(checks, **options):
        runs.append(checks)
        return []

    monkeypatch.setattr(probes, "run_checks", run)
    monkeypatch.setattr(probes, "_payload", lambda results: {"ready": True, "parts": {}})
    monkeypatch.setattr(probes, "CACHE_SECONDS", 3600)
    for _ in range(5):
        assert Client().get("/readyz").status_code == 200
    assert len(runs) == 1


def test_metrics_are_for_this_machine_only_until_a_token_is_set(settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="203.0.113.7").get("/metrics").status_code == 404
    through_a_front_server = Client(headers={"X-Forwarded-For": "203.0.113.7"})
    assert through_a_front_server.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = SECRET
    assert Client().get("/metrics").status_code == 404
    assert Client(headers={"Authorization": "Bearer wrong"}).get("/metrics").status_code == 404
    far = Client(REMOTE_ADDR="203.0.113.7", headers={"Authorization": f"Bearer {SECRET}"})
    assert far.get("/metrics").status_code == 200


def test_requests_are_counted_by_view_and_the_database_is_read():
    SchoolFactory()
    before = number('tusach_requests_total{method="GET",status="200",view="reading:results"}')
    assert Client().get("/tim/?q=dien+bien+phu").status_code == 200
    assert number('tusach_requests_total{method="GET",status="200",view="reading:results"}') == before + 1
    assert number("tusach_database_up") == 1
    assert number("tusach_index_changes") == 0
    assert number("tusach_open_loans") == 0
    assert number('tusach_queue_waiting{queue="pages"}') == 0


def number(name):
    text = Client().get("/metrics").content.decode()
    assert "bien" not in text
    return next((float(line.rpartition(" ")[2]) for line in text.splitlines() if line.startswith(name)), 0.0)


def test_every_answer_has_the_id_of_its_request():
    assert Client().get("/healthz").headers["X-Request-ID"] != Client().get("/healthz").headers["X-Request-ID"]
    named = Client(headers={"X-Request-ID": "of-the-front-server-1"}).get("/")
    assert named.headers["X-Request-ID"] == "of-the-front-server-1"
    forged = Client(headers={"X-Request-ID": 'x" injected="yes'}).get("/")
    assert "injected" not in forged.headers["X-Request-ID"]


def test_an_e_mail_without_a_worker_is_an_error_until_its_worker_has_a_heartbeat():
    now = timezone.now()
    OutboxMessage.objects.create(message={}, retry_at=now, created_at=now - timedelta(hours=1))
    assert [issue.code for issue in workers_alive()] == ["queue_silent"]
    assert Client().get("/readyz").json()["parts"]["queues"] == {"ready": False, "code": "queue_silent"}
    assert number('tusach_queue_waiting{queue="mail"}') == 1
    assert number('tusach_queue_oldest_seconds{queue="mail"}') >= 3600
    worker = Worker.objects.create(host="here", pid=1, queues="default,mail", started_at=now, heartbeat_at=now)
    assert [issue.code for issue in workers_alive()] == ["sweeper_silent"]
    Worker.objects.create(host="here", pid=2, queues="sweeper", started_at=now, heartbeat_at=now)
    assert list(workers_alive()) == []
    assert "tusach_worker_last_seen_seconds" in Client().get("/metrics").content.decode()
    Worker.objects.filter(pk=worker.pk).update(heartbeat_at=now - timedelta(minutes=5))
    assert [issue.code for issue in workers_alive()] == ["queue_silent"]
