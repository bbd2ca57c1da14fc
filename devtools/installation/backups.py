"""`sudo make backup` and `sudo make restore`: the two commands of manage.py, with the services around them."""

from collections.abc import Mapping

from devtools.commands import say
from devtools.errors import CommandFailed
from devtools.installation import folders
from devtools.installation.layout import from_environment
from devtools.installation.system import manage, require_root, start, stop


def backup(environ: Mapping[str, str]) -> None:
    """Make a backup while the library runs. Raises CommandFailed."""
    layout = from_environment(environ)
    require_root(layout, "backup")
    print(manage(layout, "backup").stdout.strip(), flush=True)


def restore(environ: Mapping[str, str]) -> None:
    """Stop the library, restore FROM (default: the newest backup), start it. Raises CommandFailed.

    A restore that refuses has changed nothing, and the library starts again.
    """
    layout = from_environment(environ)
    require_root(layout, "restore")
    folders.ensure(layout)  # the copied backup may belong to root
    say("Stopping the library")
    stop(layout)
    try:
        named = [environ["FROM"]] if environ.get("FROM") else []
        confirmed = ["--yes"] if environ.get("YES") else []
        ended = manage(layout, "restore", *named, *confirmed, check=False)
        print(ended.stdout.strip(), flush=True)
        if ended.returncode:
            hint = "" if confirmed else " To replace what the database holds: sudo make restore YES=1"
            raise CommandFailed(f"{ended.stderr.strip()}{hint}")
        print(manage(layout, "doctor", check=False).stdout.strip(), flush=True)
    finally:
        start(layout)
