"""`python3 -m devtools.installation ACTION`, for make; `… manage COMMAND …`, for the command tu-sach."""

import fcntl
import os
import sys

from devtools.errors import SetupStopped
from devtools.installation import backups, install, upgrade
from devtools.installation.layout import from_environment
from devtools.installation.system import command_line, environment, identity, require_root

ACTIONS = {
    "install": install.install,
    "upgrade": upgrade.upgrade,
    "backup": backups.backup,
    "restore": backups.restore,
    "finish": upgrade.finish,
}


def manage(arguments: list[str]) -> None:
    """Become the service's user and run a command of manage.py in place of this process."""
    layout = from_environment(os.environ)
    env, user = environment(layout), identity(layout)
    if user:
        require_root(layout, "…, or: sudo tu-sach")
        os.setgroups(user["extra_groups"])  # type: ignore[arg-type]
        os.setgid(int(str(user["group"])))
        os.setuid(int(str(user["user"])))
    os.umask(0o027)
    command = command_line(layout, *arguments)
    os.execve(command[0], command, env)  # noqa: S606  no shell is wanted


def main(arguments: list[str]) -> int:
    """Run one action; two at once wait for each other."""
    try:
        if arguments[:1] == ["manage"]:
            manage(arguments[1:])
        if len(arguments) != 1 or arguments[0] not in ACTIONS:
            print(f"usage: python3 -m devtools.installation {{{'|'.join(ACTIONS)}|manage …}}", file=sys.stderr)
            return 2
        if arguments[0] == "finish":  # inside an upgrade, which holds the lock
            ACTIONS["finish"](os.environ)
            return 0
        layout = from_environment(os.environ)
        require_root(layout, arguments[0])
        layout.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (layout.state / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ACTIONS[arguments[0]](os.environ)
    except SetupStopped as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
