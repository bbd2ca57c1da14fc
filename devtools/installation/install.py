"""`sudo make install`: everything between a clone and a running library, each step safe to repeat."""

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from devtools import apt, browser_packages, environment, translations
from devtools.commands import run, say
from devtools.errors import RealInstallation, SettingsUnreadable
from devtools.installation import folders, front_server
from devtools.installation.layout import SITE, UNIT_FILES, Layout, from_environment, render, settings, site_hosts
from devtools.installation.system import OLD_UNIT, manage, require_root, runs_services, start, stop, systemctl, write
from devtools.paths import PYTHON, ROOT, VENV

PRIVATE = ("/home", "/root", "/tmp", "/var/tmp")  # systemd hides them from the services
NEXT = """
The library runs at {site}. Next:
  sudo tu-sach create_admin        # the first administrator; then sign in and follow the first page
  sudo tu-sach doctor              # what is still missing, for example e-mail
"""
NOT_BOOTED = "systemd does not run here: the files are in place, and nothing was started."


def install(environ: Mapping[str, str]) -> None:
    """Install or repair; the settings file and the data stay as they are. Raises SetupStopped."""
    layout = from_environment(environ)
    require_root(layout, "install SITE_HOST=your.host.name")
    _check_place(layout)
    hosts = _hosts(layout, environ)
    choice = environ.get("FRONT_SERVER") or front_server.installed(layout) or "caddy"
    if choice not in {*front_server.FRONT_SERVERS, "none"}:
        raise SettingsUnreadable(f"FRONT_SERVER is caddy, nginx or none, not {choice}.")
    packages(layout, choice)
    folders.ensure(layout)
    _settings(layout, *hosts, choice)
    system_files(layout)
    prepare_data(layout)
    if choice != "none":
        front_server.ensure(choice, layout, site=hosts[0], content=hosts[1])
    _disable_old_unit(layout)
    if runs_services(layout):
        say("Starting")
        systemctl(layout, "enable", "tu-sach.target")
        stop(layout)
        start(layout)
        print(NEXT.format(site=settings(layout).get("SITE_URL", "")))
    else:
        say(NOT_BOOTED)


def packages(layout: Layout, front: str = "none") -> None:
    """Install system packages, Python packages, browser packages and translations, readable to the service."""
    os.umask(0o022)
    if layout.root == Path("/"):
        for target in ("install", *([f"install-{front}"] if front != "none" else [])):
            apt.ensure(target)
    environment.ensure(environment.RUNTIME)
    browser_packages.ensure()
    translations.ensure()
    run([PYTHON, "-m", "compileall", "-q", *_source_folders()])


def system_files(layout: Layout) -> None:
    """Write units and command; tell systemd."""
    for name in UNIT_FILES:
        write(layout.units / name, render(f"systemd/{name}", layout))
    write(layout.command, render("tu-sach", layout), mode=0o755)
    systemctl(layout, "daemon-reload")


def prepare_data(layout: Layout) -> None:
    """Bring tables and static files up to date, as the service's user."""
    say("Database, static files")
    sqlite = settings(layout).get("DATABASE_URL", "sqlite").startswith("sqlite")
    for database in ("default", "queue") if sqlite else ("default",):
        manage(layout, "migrate", "--database", database, "-v0")
    manage(layout, "collectstatic", "--noinput", "-v0")
    manage(layout, "rebuild_index", "--if-needed")


def _check_place(layout: Layout) -> None:
    """Refuse a source or a Python that the services cannot read; forget an environment made with such a Python.

    Raises RealInstallation.
    """
    if layout.root != Path("/"):
        return
    if _is_private(ROOT):
        raise RealInstallation(
            f"{ROOT} is a place of people, which services may not read. Clone to /srv/tu-sach/app instead:\n"
            "  sudo git clone ADDRESS /srv/tu-sach/app"
        )
    if _is_private(Path(sys.executable)):
        raise RealInstallation(
            f"python3 is {Path(sys.executable).resolve()}, in a place of people, which services may not read.\n"
            "Use that of the system: sudo make install PYTHON3=/usr/bin/python3 SITE_HOST=…"
        )
    if PYTHON.exists() and _is_private(PYTHON):
        shutil.rmtree(VENV)


def _is_private(path: Path) -> bool:
    return any(path.resolve().is_relative_to(place) for place in PRIVATE)


def _hosts(layout: Layout, environ: Mapping[str, str]) -> tuple[str, str]:
    """Return the host names: of the settings file, else those that make was given."""
    if layout.settings_file.is_file():
        return site_hosts(settings(layout))
    site = environ.get("SITE_HOST", "")
    if not site or site == SITE:
        example = f"{SITE} is the example of the guide. " if site else ""
        raise SettingsUnreadable(
            f"{example}Name the host of the library, and a second one for uploaded active content; both point to "
            "this machine:\n"
            "  sudo make install SITE_HOST=library.school.example CONTENT_HOST=content.library.school.example"
        )
    return site, environ.get("CONTENT_HOST") or f"content.{site}"


def _settings(layout: Layout, site: str, content: str, front: str) -> None:
    """Write the settings file unless there is one; the service's user may read it, others may not."""
    if not layout.settings_file.is_file():
        text = render("tu-sach.env", layout, site=site, content=content)
        if front == "none":
            text = text.replace("X_ACCEL_PREFIX=/_kho/", "X_ACCEL_PREFIX=")
        write(layout.settings_file, text, mode=0o640)
        say(f"Settings: {layout.settings_file}")
    settings(layout)  # raises where systemd would misread a line
    layout.settings_file.chmod(0o640)
    if os.geteuid() == 0 and layout.root == Path("/"):
        run(["chown", f"root:{layout.user}", layout.settings_file])


def _disable_old_unit(layout: Layout) -> None:
    """Replace the unit of the guide of release 0.1.0, which started everything through one runner."""
    old = layout.units / OLD_UNIT
    if old.is_file():
        systemctl(layout, "disable", "--now", OLD_UNIT, check=False)
        old.rename(old.with_suffix(".service.old"))
        systemctl(layout, "daemon-reload")


def _source_folders() -> list[str]:
    return sorted(str(init.parent) for init in ROOT.glob("*/__init__.py") if init.parent.name != "tests")
