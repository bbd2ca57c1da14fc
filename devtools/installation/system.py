"""What an installation asks of the machine: processes of another user, systemd, users and files."""

import grp
import os
import pwd
import shutil
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from devtools.commands import output_of, run
from devtools.errors import CommandFailed, NotRoot
from devtools.installation.layout import Layout, settings
from devtools.servers.processes import wait_until

TARGET = "tu-sach.target"
SERVICES = (TARGET, "tu-sach-web.service", "tu-sach-workers.service", "tu-sach-backup.timer")
OLD_UNIT = "tu-sach.service"  # of the guide of release 0.1.0
READY_SECONDS = 180.0


def require_root(layout: Layout, target: str) -> None:
    """Raise NotRoot unless this process may change the machine."""
    if layout.root == Path("/") and os.geteuid() != 0:
        raise NotRoot(f"This changes the system. Run: sudo make {target}")


def manage(layout: Layout, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    """Run a command of manage.py as the service's user with its settings; its output is returned, and shown on failure.

    Raises CommandFailed.
    """
    ended = subprocess.run(
        command_line(layout, *arguments),
        env=environment(layout),
        cwd=layout.app,
        umask=0o027,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **identity(layout),  # type: ignore[call-overload]
    )
    if check and ended.returncode:
        print(ended.stdout + ended.stderr, flush=True)
        raise CommandFailed(f"manage.py {' '.join(arguments)} failed with status {ended.returncode}.")
    return ended


def command_line(layout: Layout, *arguments: str) -> list[str]:
    """Return a command of manage.py."""
    return [str(layout.app / ".venv/bin/python"), str(layout.app / "manage.py"), *arguments]


def environment(layout: Layout) -> dict[str, str]:
    """Return the environment of a command: the settings, and nothing of the person who runs it."""
    path = f"{layout.app}/.venv/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    passed = {name: os.environ[name] for name in ("TERM", "LANG", "LC_ALL") if name in os.environ}
    return {**passed, "PATH": path, "OMP_THREAD_LIMIT": "1", "PYTHONUNBUFFERED": "1", **settings(layout)}


def identity(layout: Layout) -> dict[str, object]:
    """Return the arguments of subprocess that make a process one of the service's user; none if we are that user."""
    user = pwd.getpwnam(layout.user)
    if user.pw_uid == os.geteuid():
        return {}
    groups = [group.gr_gid for group in grp.getgrall() if layout.user in group.gr_mem]
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": groups}


def systemctl(layout: Layout, *arguments: str, check: bool = True) -> bool:
    """Run systemctl; return whether it succeeded. Nothing happens where systemd does not run. Raises CommandFailed."""
    program = _systemctl(layout)
    if program is None:
        return True
    if check:
        run([program, *arguments])
        return True
    return output_of([program, *arguments]) is not None


def runs_services(layout: Layout) -> bool:
    """Return whether systemd runs here."""
    return _systemctl(layout) is not None


def stop(layout: Layout) -> None:
    """Stop every process of the library, of the units of 0.1.0, too."""
    for unit in (*SERVICES, OLD_UNIT):
        systemctl(layout, "stop", unit, check=False)


def start(layout: Layout) -> None:
    """Start every process and wait until the library is ready. Raises CommandFailed with what /readyz says."""
    systemctl(layout, "start", TARGET)
    if runs_services(layout) and has_web_server(layout):
        wait_until_ready(settings(layout).get("PORT", "8000"))


def has_web_server(layout: Layout) -> bool:
    """Return whether the web server runs on this machine: on one for workers alone, its unit is masked."""
    command = [_systemctl(layout) or "systemctl", "show", "--property=LoadState", "--value", "tu-sach-web.service"]
    return (output_of(command) or "").strip() != "masked"


def wait_until_ready(port: str) -> None:
    """Wait until /readyz answers 200. Raises CommandFailed."""
    answers: list[str] = [""]

    def ready() -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10):
                return True
        except urllib.error.HTTPError as answer:
            answers.append(answer.read().decode(errors="replace").strip())
        except OSError as error:
            answers.append(str(error))
        return False

    if not wait_until(ready, seconds=READY_SECONDS, while_true=lambda: True):
        raise CommandFailed(
            f"The library is not ready after {READY_SECONDS:.0f} s: {answers[-1]}\n"
            "See: journalctl --unit 'tu-sach-*' --since -10min"
        )


def write(path: Path, text: str, mode: int = 0o644) -> bool:
    """Write a file of the system, as a whole or not at all; return whether it changed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_text("utf-8") == text:
        path.chmod(mode)
        return False
    draft = path.with_name(f".{path.name}.draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    draft.chmod(mode)
    draft.replace(path)
    return True


def _systemctl(layout: Layout) -> str | None:
    if layout.root != Path("/"):
        program = layout.root / "usr/bin/systemctl"
        return str(program) if program.exists() else None
    return shutil.which("systemctl") if Path("/run/systemd/system").is_dir() else None
