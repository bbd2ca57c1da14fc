"""`python3 -m devtools.services start|stop|status [--owner PID] [SETTING …]`: the real servers.

A setting (SEARCH_URL, OBJECT_STORE_URL …) names the server that it points to; without any, all four are meant. Their
addresses go to var/services/env. `--owner`: stop them when this process ends, unless they have another owner.
"""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence

from devtools import owners
from devtools.commands import say
from devtools.done_markers import write_atomically
from devtools.errors import ServerNotReady, SetupStopped
from devtools.paths import ROOT, var_dir
from devtools.servers import SERVERS
from devtools.servers.base import Server
from devtools.servers.service_user import home


def start(servers: Sequence[Server], owner: int | None) -> None:
    """Start what does not run, wait until all of them serve, and write their addresses."""
    if owner is None:
        owners.add_user(home(var_dir()))
    else:
        owners.add_run(home(var_dir()), owner)
    for server in servers:
        server.start()
    for server in servers:
        server.wait()
    env = var_dir() / "services" / "env"
    known = dict(line.split("=", 1) for line in env.read_text("utf-8").splitlines()) if env.is_file() else {}
    for server in servers:
        known |= server.urls()
    write_atomically(env, "".join(f"{name}={url}\n" for name, url in known.items()))
    say(f"All servers answer. Their addresses: {env}")


def address(setting: str, *, environment: Mapping[str, str] | None = None) -> str:
    """Return the value of a setting that points to a server of this checkout; start the server for the current run.

    `environment`: more variables of the server. Raises ServerNotReady.
    """
    ended = subprocess.run(
        [sys.executable, "-m", "devtools.services", "start", "--owner", str(owners.current_run()), setting],
        cwd=ROOT,
        env={**os.environ, "VAR_DIR": str(ROOT / "var"), **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise ServerNotReady(f"The servers do not start.\n{ended.stdout}{ended.stderr}")
    lines = (ROOT / "var" / "services" / "env").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)[setting]


def stop(servers: Sequence[Server]) -> None:
    """Stop the servers, even if they have owners."""
    if len(servers) == len(SERVERS):
        owners.remove_all(home(var_dir()))
    for server in servers:
        server.stop()
    say("All servers are stopped.")


def status(servers: Sequence[Server]) -> None:
    """Print one line for each server."""
    for server in servers:
        say(f"{server.name}: {f'port {server.port}' if server.is_running() else 'not running'}")


def main() -> int:
    """Run one command; two at once wait for each other."""
    known = sorted({setting for server in SERVERS for setting in server.settings})
    parser = argparse.ArgumentParser(prog="python3 -m devtools.services")
    parser.add_argument("command", choices=["start", "stop", "status"])
    parser.add_argument("--owner", type=int, metavar="PID")
    parser.add_argument("settings", nargs="*", metavar="SETTING", help=", ".join(known))
    given = parser.parse_intermixed_args()
    if unknown := set(given.settings) - set(known):
        parser.error(f"no such setting: {', '.join(sorted(unknown))}")
    servers = [server for server in SERVERS if not given.settings or set(server.settings) & set(given.settings)]
    try:
        with owners.locked(home(var_dir())):
            if given.command == "start":
                start(servers, given.owner)
            else:
                {"stop": stop, "status": status}[given.command](servers)
    except SetupStopped as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
