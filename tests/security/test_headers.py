"""Every response has the security headers; readers' pages have no inline code; no cache stores personal pages."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client, override_settings

from config import csp
from tests.addresses.fixtures import World
from tests.addresses.routes import fill, routes
from tests.addresses.table import ROWS
from tests.security.headers import inline_in, missing, policy_of
from tests.support.template import ROOT

pytestmark = [
    pytest.mark.system,
    pytest.mark.backend_independent,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("headers"),
]
DESK = "quan-tri/"
S3 = "s3://key:secret@s3.example.vn:9000/shelf?secure=0"


def test_every_address_answers_with_the_headers_and_readers_get_nothing_inline(world: World) -> None:
    wrong = []
    for row in ROWS:
        thing = world.of_kind(row.kind)[0]
        address = fill(row.route, thing.args)
        for actor in ("anonymous", "librarian_a"):
            answer = world.browsers[actor].get(address)
            wrong += [f"{address} as {actor}: no {name}" for name in missing(answer)]
            if "text/html" in answer.headers.get("Content-Type", "") and not answer.streaming:
                wrong += [f"{address} as {actor}: {what}" for what in inline_in(answer.content.decode())]
                wrong += [f"{address}: scripts {policy_of(answer)}" for _ in "x" if not _is_strict(answer)]
            if actor != "anonymous" and "Cache-Control" not in answer.headers:
                wrong.append(f"{address} as {actor}: may be kept by anybody")
    assert not wrong, "\n".join(wrong)


def test_every_address_of_the_desk_answers_with_the_headers(world: World) -> None:
    addresses = [fill(route, {}) for route in routes() if route.startswith(DESK)]
    wrong = [
        f"{address}: no {name}" for address in addresses for name in missing(world.browsers["librarian_a"].get(address))
    ]
    assert not wrong, "\n".join(wrong)
    policy = policy_of(world.browsers["librarian_a"].get("/quan-tri/"))
    assert "'unsafe-eval'" not in policy["script-src"]
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]


def test_refusals_failures_files_and_redirects_carry_them_too(world: World) -> None:
    visitor = world.browsers["anonymous"]
    answers = {
        "alien host": (visitor.get("/", headers={"host": "boss.example.com"}), 400),
        "no such address": (visitor.get("/khong-co-gi/"), 404),
        "no token": (Client(enforce_csrf_checks=True).post("/tai-khoan/login/", {"login": "a"}), 403),
        "a file": (visitor.get("/static/theme/site.js"), 200),
        "led away": (visitor.get("/so-hoa/"), 302),
    }
    assert {name: answer.status_code for name, (answer, _) in answers.items()} == {
        name: status for name, (_, status) in answers.items()
    }
    assert [name for name, (answer, _) in answers.items() if missing(answer)] == []


def test_text_declares_its_charset_and_no_other_site_may_read_it(world: World) -> None:
    browser = world.browsers["librarian_a"]
    answers = [browser.get(fill(row.route, world.of_kind(row.kind)[0].args)) for row in ROWS]
    sorts = [answer.headers.get("Content-Type", "") for answer in answers if answer.status_code == 200]
    texts = [one for one in sorts if one.startswith("text/") or one.partition(";")[0].endswith(("/xml", "+xml"))]
    assert len(texts) > 20
    assert [one for one in texts if "charset=utf-8" not in one] == []
    answers.append(browser.get("/static/theme/site.js"))
    assert [answer for answer in answers if "Access-Control-Allow-Origin" in answer.headers] == []


def test_the_history_of_the_code_is_not_served(world: World) -> None:
    for path in ("/.git/config", "/static/.git/config", "/static/../.git/config", "/static/%2e%2e/config/settings.py"):
        assert world.browsers["anonymous"].get(path).status_code in (400, 404), path


def test_with_tls_plain_requests_are_redirected_and_cookies_are_bound_to_the_host(tmp_path: Path) -> None:
    """A separate process reads settings that are computed at the start."""
    env = {**os.environ, "SITE_URL": "https://thuvien.vn", "TRUSTED_PROXY_COUNT": "1", "VAR_DIR": str(tmp_path)}
    names = "SECURE_SSL_REDIRECT SECURE_HSTS_SECONDS SESSION_COOKIE_NAME CSRF_COOKIE_NAME SESSION_COOKIE_SECURE"
    script = f"from config import settings as s; print(*(getattr(s, name) for name in {names.split()}))"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=env, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split() == ["True", "31536000", "__Host-session", "__Host-csrf", "True"]


def test_a_failure_of_ours_carries_them_and_tells_nothing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reading.views.shelf.render", lambda *_args: 1 / 0)
    answer = world.browsers["teacher_a"].get("/tu-cua-toi/")
    assert answer.status_code == 500
    assert missing(answer) == []
    assert inline_in(answer.content.decode()) == []
    assert "ZeroDivision" not in answer.content.decode()


def test_personal_pages_are_not_cached_and_public_ones_may_be(world: World) -> None:
    assert world.browsers["teacher_a"].get("/tim/").headers["Cache-Control"] == "private, no-store"
    assert "no-store" not in world.browsers["anonymous"].get("/tim/").headers.get("Cache-Control", "")


def test_hsts_is_sent_as_soon_as_the_site_has_https(client: Client, db: None) -> None:
    assert "Strict-Transport-Security" not in client.get("/tim/").headers
    with override_settings(SECURE_HSTS_SECONDS=31_536_000):
        assert client.get("/tim/").headers["Strict-Transport-Security"] == "max-age=31536000"
        assert client.get("/khong-co-gi/").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_origin_of_the_store_is_let_in_and_no_other() -> None:
    assert csp.origin_of("file:///srv/store") == ()
    assert csp.origin_of(S3) == ("http://s3.example.vn:9000",)
    assert csp.origin_of(f"{S3}&public=https://files.example.vn/") == ("https://files.example.vn",)
    policy = csp.site_csp(S3)
    named = {directive for directive, sources in policy.items() if "http://s3.example.vn:9000" in sources}
    assert named == {"img-src", "media-src", "connect-src"}


def test_the_content_host_serves_only_stored_objects(client: Client, db: None) -> None:
    for address in ("/", "/tai-khoan/login/", "/quan-tri/", "/static/theme/site.js", "/tim/?q=a"):
        answer = client.get(address, headers={"host": "content.localhost:8000"})
        assert (answer.status_code, answer.cookies.output()) == (404, "")
        assert policy_of(answer)["sandbox"] == []
    assert client.get("/kho/x", headers={"host": "content.localhost:8000"}).status_code == 404
    assert client.get("/tim/").status_code == 200


def _is_strict(answer) -> bool:
    policy = policy_of(answer)
    return (
        policy["script-src"] == ["'self'"]
        and policy["style-src"] == ["'self'"]
        and policy["object-src"] == policy["base-uri"] == policy["default-src"] == ["'none'"]
        and policy["form-action"] == policy["frame-ancestors"] == ["'self'"]
    )
