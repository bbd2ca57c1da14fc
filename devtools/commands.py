"""External commands: their output is shown, and a failure stops the tools."""

import os
import shlex
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from devtools.errors import CommandFailed
from devtools.paths import ROOT


def say(message: str) -> None:
    """Print one line for the user who waits."""
    print(f"· {message}", flush=True)


def run(command: Sequence[str | Path], *, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command to its end and show its output. Raises CommandFailed."""
    arguments = [str(argument) for argument in command]
    ended = subprocess.run(arguments, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, check=False)
    if ended.returncode:
        raise CommandFailed(f"This command failed with status {ended.returncode}: {shlex.join(arguments)}")


def output_of(command: Sequence[str | Path]) -> str | None:
    """Return what the command prints, or None if it is missing or fails."""
    try:
        ended = subprocess.run(
            [str(argument) for argument in command],
            capture_output=True,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except OSError:
        return None
    return ended.stdout + ended.stderr if ended.returncode == 0 else None
