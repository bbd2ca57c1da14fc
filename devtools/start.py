"""`make run`: database, translations, static files; then web server and workers; then the demo, by those workers."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping

from devtools.commands import run, say
from devtools.errors import ServerNotReady, SetupStopped
from devtools.paths import PYTHON, ROOT
from devtools.servers.base import is_free
from devtools.servers.processes import wait_until

TIMEOUT_SECONDS = 120.0


def environment(port: int) -> dict[str, str]:
    """Return the environment of all processes: the site's addresses follow the port unless they are set."""
    return {
        "SITE_URL": f"http://localhost:{port}",
        "CONTENT_URL": f"http://content.localhost:{port}",
        **os.environ,
        "PORT": str(port),
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PYTHONUNBUFFERED": "1",
        "OMP_THREAD_LIMIT": "1",
    }


def prepare(env: Mapping[str, str]) -> None:
    """Bring database and static files up to date."""
    say("Database, static files")
    for database in ["default", "queue"] if _is_sqlite(env.get("DATABASE_URL", "")) else ["default"]:
        run([PYTHON, "manage.py", "migrate", "--database", database, "-v0"], env=env)
    run([PYTHON, "manage.py", "collectstatic", "--noinput", "-v0"], env=env)


def serve(port: int, env: Mapping[str, str]) -> int:
    """Start every process of the Procfile, make the demo through them, stay until they end."""
    honcho = subprocess.Popen([PYTHON, "-m", "honcho", "start", "-p", str(port)], cwd=ROOT, env=env)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # SIGTERM ends the run as Ctrl-C does
    try:
        if not wait_until(lambda: _answers(port), seconds=TIMEOUT_SECONDS, while_true=lambda: honcho.poll() is None):
            raise ServerNotReady("The web server does not answer; the lines above say why.")
        say(f"The library answers: {env['SITE_URL']} (the demo is being made; Ctrl-C stops everything)")
        run([PYTHON, "manage.py", "demo"], env=env)
        say(f"Ready: {env['SITE_URL']}")
        return honcho.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        _end(honcho)


def _is_sqlite(url: str) -> bool:
    """Return whether the database is SQLite, where the queue has its own file (config/databases.py)."""
    return not url or url.startswith("sqlite")


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/", timeout=10):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _end(honcho: subprocess.Popen[bytes]) -> None:
    """Send honcho SIGTERM, wait, then SIGKILL; honcho itself ends its processes by their ids."""
    if honcho.poll() is None:
        honcho.terminate()
    deadline = time.monotonic() + 30
    while honcho.poll() is None and time.monotonic() < deadline:
        try:
            honcho.wait(1)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            continue
    if honcho.poll() is None:
        honcho.kill()


def main() -> int:
    """Run until stopped."""
    port = int(os.environ.get("PORT") or 8000)
    try:
        if not is_free(port):
            raise ServerNotReady(f"Port {port} is in use. Choose another, for example: PORT={port + 1} make run")
        env = environment(port)
        prepare(env)
        return serve(port, env)
    except SetupStopped as stop:
        print(f"\n{stop}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
