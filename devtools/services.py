"""`python3 -m devtools.services start|stop|status [SETTING …]`: the real servers. Addresses go to var/services/env.

A setting (SEARCH_URL, OBJECT_STORE_URL …) stands for the server that it points to; without any, all are meant.
"""

import fcntl
import sys
from collections.abc import Callable, Sequence

from devtools.commands import say
from devtools.done_markers import write_at_once
from devtools.errors import SetupStopped
from devtools.paths import var_dir
from devtools.servers import SERVERS
from devtools.servers.base import Server
from devtools.servers.service_user import home


def start(servers: Sequence[Server]) -> None:
    """Start what does not run, wait until all of them serve, and write down the addresses."""
    for server in servers:
        server.start()
    for server in servers:
        server.wait()
    env = var_dir() / "services" / "env"
    known = dict(line.split("=", 1) for line in env.read_text("utf-8").splitlines()) if env.is_file() else {}
    for server in servers:
        known |= server.urls()
    write_at_once(env, "".join(f"{name}={url}\n" for name, url in known.items()))
    say(f"All serve. Their addresses: {env}")


def stop(servers: Sequence[Server]) -> None:
    """Stop what runs."""
    for server in servers:
        server.stop()
    say("All stopped.")


def status(servers: Sequence[Server]) -> None:
    """One line for each."""
    for server in servers:
        say(f"{server.name}: {f'port {server.port}' if server.is_running() else 'not running'}")


WORDS: dict[str, Callable[[Sequence[Server]], None]] = {"start": start, "stop": stop, "status": status}


def main(words: list[str]) -> int:
    """Do what the word says; two commands at once wait for each other."""
    settings = {setting: server for server in SERVERS for setting in server.variables}
    if not words or words[0] not in WORDS or not set(words[1:]) <= set(settings):
        print(f"usage: python3 -m devtools.services {{{'|'.join(WORDS)}}} [{' '.join(settings)}]", file=sys.stderr)
        return 2
    meant = [server for server in SERVERS if len(words) == 1 or set(server.variables) & set(words[1:])]
    with (home() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            WORDS[words[0]](meant)
        except SetupStopped as stop_:
            print(f"\n{stop_}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
