"""`python -m bench.web results|constant|image|file`: milliseconds of one answer, with sixteen concurrent requests.

The results page for a visitor, among 5,000 records, and a page image of a protected book with its
access check; against a Django that answers with a constant, or with the same file. All run on two gunicorn processes of
four threads each, as the Procfile starts them.
"""

import hashlib
import http.client
import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from socket import create_server
from typing import Any
from urllib.parse import quote

from bench.full_pages import HEIGHT, WIDTH, make_full_pages
from bench.lending import a_member, a_title
from bench.site import site, until

RECORDS, AT_ONCE, ANSWERS = 5_000, 16, 1_600
GUNICORN = ("-m", "gunicorn", "--workers", "2", "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket")
Asked = tuple[str, dict[str, str]]  # a path, and headers


def main() -> None:
    """Measure and print."""
    which = sys.argv[1]
    with site(ALLOWED_HOSTS="localhost") as school:
        asked = list({"results": results, "constant": _constant}.get(which, _image)(school, which))
        application = ["bench.baselines:application"] if which in ("constant", "file") else PRODUCT
        with serving(application) as port:
            seconds, sizes = ask(port, asked)
    print(json.dumps({"value": 1000 * seconds / ANSWERS, "check": sizes if which in ("image", "file") else "answered"}))


PRODUCT = ["config.wsgi", "--config", "python:config.gunicorn"]


def results(school: Any, which: str = "") -> Iterator[Asked]:
    """Yield sixty searches in a filled catalogue."""
    from bench.corpus import queries
    from bench.index_fill import fill

    fill(RECORDS, [school])
    subprocess.run([sys.executable, "manage.py", "rebuild_index"], check=True, stdout=subprocess.DEVNULL)
    return ((f"/tim/?q={quote(text)}", {}) for text in queries(60))


def _constant(school: Any, which: str) -> Iterator[Asked]:
    yield "/", {}


def _image(school: Any, which: str) -> Iterator[Asked]:
    """Measure the second page of a protected book, requested by its borrower."""
    picture = sorted(make_full_pages(Path("var/bench") / "full-2", 2).glob("*.jpg"))[1]
    os.environ["BENCH_FILE"] = str(picture.resolve())
    if which == "file":
        yield "/file", {}
        return
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from circulation.licences.actions import borrow
    from sharing.viewer import viewer_of_membership

    title, member, reader = a_title(school, 0, seats=1), a_member(school, 0), Client()
    page = _page_of(title, picture)
    borrow(title, by=viewer_of_membership(member, now=timezone.now()))
    reader.force_login(member.person)
    session = reader.cookies[settings.SESSION_COOKIE_NAME].value
    yield f"/doc/{title.uuid}/trang/{page}.jpg", {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"}


def _page_of(title: Any, picture: Path) -> str:
    """Put the picture into the store and into the book; return the page's key."""
    from django.utils import timezone

    from repository import actions
    from repository.store import store
    from repository.store.keys import blob_key
    from sharing.viewer import system_viewer

    by = system_viewer(title.owner_id, now=timezone.now())
    data = picture.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    store().put(blob_key(digest), io.BytesIO(data), content_type="image/jpeg")
    image = actions.register_blob(digest=digest, size=len(data), content_type="image/jpeg", by=by)
    leaf = actions.PageToAdd(
        number=0, image=image, thumbnail=image, width=WIDTH, height=HEIGHT, text="", language="vie"
    )
    return str(actions.add_pages(title, pages=[leaf], by=by)[0].uuid)


@contextmanager
def serving(application: list[str]) -> Iterator[int]:
    """Serve the application on a free port; yield its address once it answers."""
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, *GUNICORN, "--bind", f"127.0.0.1:{port}", *application]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        until(lambda: _answers(port))
        yield port
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    return True


def ask(port: int, asked: list[Asked], answers: int = ANSWERS) -> tuple[float, int]:
    """Return the seconds until all requests are answered, and the size of the last answer; each has status 200."""
    each = answers // AT_ONCE

    def one(place: int) -> int:
        connection, size = http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0
        for number in range(each):
            path, headers = asked[(place * each + number) % len(asked)]
            connection.request("GET", path, headers={"Host": "localhost", **headers})
            answer = connection.getresponse()
            size = len(answer.read())
            assert answer.status == 200, (path, answer.status)
        return size

    with ThreadPoolExecutor(AT_ONCE) as pool:
        pool.submit(one, 0).result()  # warm
        started = time.perf_counter()
        sizes = list(pool.map(one, range(AT_ONCE)))
    return time.perf_counter() - started, sizes[0]


if __name__ == "__main__":
    main()
